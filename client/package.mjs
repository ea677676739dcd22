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
writeFileSync(path.join(stage, '.vscodeignore'), 'bundled/libs/bin/**\n');
const vsce = path.resolve('node_modules/@vscode/vsce/vsce');
// The search for secrets takes minutes on the type stubs that jedi ships.
const quick = ['--allow-package-all-secrets', '--allow-package-env-file'];
const options = ['package', '--no-dependencies', ...quick, '--out', path.resolve('tapelens.vsix')];
execFileSync(process.execPath, [vsce, ...options], { cwd: stage, stdio: 'inherit' });
