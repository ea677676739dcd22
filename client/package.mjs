// Puts what the extension ships into a folder of its own and packs that: the tool would else walk the whole repository.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const stage = path.resolve('dist/extension');
const shipped = ['README.md', 'CHANGELOG.md', 'LICENSE', 'client/dist', 'client/media', 'bundled/tool', 'bundled/libs'];
rmSync(stage, { recursive: true, force: true });
mkdirSync(path.join(stage, 'examples'), { recursive: true });
for (const name of [...shipped, 'examples/moved_out.py']) {
  cpSync(name, path.join(stage, name), { recursive: true, filter: (source) => !source.includes('__pycache__') });
}
const { scripts: _scripts, devDependencies: _tools, ...manifest } = JSON.parse(readFileSync('package.json', 'utf8'));
writeFileSync(path.join(stage, 'package.json'), JSON.stringify(manifest, null, 2));
// Of jedi's stubs only those of the standard library are asked for.
const leftOut = ['bin/**', '*.dist-info/RECORD', 'jedi/third_party/typeshed/stubs/**', 'jedi/third_party/django-stubs/**'];
writeFileSync(path.join(stage, '.vscodeignore'), leftOut.map((pattern) => `bundled/libs/${pattern}\n`).join(''));
const vsce = path.resolve('node_modules/@vscode/vsce/vsce');
const options = ['package', '--no-dependencies', '--out', path.resolve('tapelens.vsix')];
execFileSync(process.execPath, [vsce, ...options], { cwd: stage, stdio: 'inherit' });
