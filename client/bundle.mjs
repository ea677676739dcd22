// Fills bundled/libs with the server and its pure-Python libraries. TAPELENS_PYTHON names the interpreter with pip.
import { execFileSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';

const python = process.env.TAPELENS_PYTHON ?? (process.platform === 'win32' ? 'python' : 'python3');
const libs = 'bundled/libs';
rmSync(libs, { recursive: true, force: true });
const options = ['--quiet', '--no-deps', '--implementation', 'py', '--only-binary=:all:', '--no-compile'];
execFileSync(
  python,
  ['-m', 'pip', 'install', ...options, '--target', libs, '--requirement', 'bundled/requirements.txt'],
  { stdio: 'inherit' },
);
cpSync('server/tapelens', `${libs}/tapelens`, {
  recursive: true,
  filter: (source) => !source.includes('__pycache__'),
});
