// Which Python runs the server: the setting, the Python extension's choice, or the PATH.
import { execFile } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { folders, setting } from './vscodeapi';

export interface Interpreter {
  readonly command: string[];
  readonly version: string;
  readonly from: string;
}

export interface NotFound {
  readonly tried: string[];
}

/** What the extensions that choose interpreters offer: the older of Python's, and the newer of environments. */
interface Environments {
  getActiveEnvironmentPath(resource?: vscode.Uri): { path: string };
  readonly onDidChangeActiveEnvironmentPath: vscode.Event<unknown>;
}

interface NewEnvironments {
  getEnvironment(scope?: vscode.Uri): Promise<{ execInfo?: { run?: Run } } | undefined>;
  readonly onDidChangeEnvironment: vscode.Event<unknown>;
}

interface Run {
  executable: string;
  args?: string[];
}

interface Chooser {
  chosen(): Promise<string[]>;
  readonly changed: vscode.Event<unknown>;
}

/** Replace `~` and the variables that settings may hold. */
export function resolved(text: string): string {
  const folder = folders()[0]?.uri.fsPath ?? '';
  return text
    .replace(/^~(?=$|[\\/])/, homedir())
    .replaceAll('${workspaceFolder}', folder)
    .replaceAll('${userHome}', homedir())
    .replace(
      /\$\{workspaceFolder:([^}]+)\}/g,
      (_, name) => folders().find((one) => one.name === name)?.uri.fsPath ?? '',
    )
    .replace(/\$\{env:([^}]+)\}/g, (_, name: string) => process.env[name] ?? '');
}

/** Return the first usable interpreter, or what was tried. */
export async function findInterpreter(): Promise<Interpreter | NotFound> {
  const tried: string[] = [];
  for (const [from, command] of await candidates()) {
    const allowed = vscode.workspace.isTrusted || isOutside(command[0] ?? '');
    const answer = allowed ? await version(command) : 'in the workspace, which is not trusted';
    if (isNewEnough(answer)) {
      return { command, version: answer, from };
    }
    tried.push(`${command.join(' ')} (${from}): ${answer}`);
  }
  return { tried };
}

async function candidates(): Promise<[string, string[]][]> {
  const chosen = ((setting('interpreter') ?? []) as string[]).map(resolved);
  if (chosen.length > 0) {
    return [['tapelens.interpreter', chosen]];
  }
  const found: [string, string[]][] = [];
  for (const chooser of await choosers()) {
    const command = await chooser.chosen();
    if (path.isAbsolute(command[0] ?? '')) {
      found.push(['the Python extension', command]);
    }
  }
  const names = process.platform === 'win32' ? ['py', 'python'] : ['python3', 'python'];
  return [...found, ...names.map((name): [string, string[]] => ['the PATH', [name]])];
}

/** Whether a program, or a folder of the PATH, is none of the workspace's: a bare name is looked up on the PATH. */
function isOutside(place: string): boolean {
  if (!path.isAbsolute(place)) {
    return path.basename(place) === place;
  }
  const ways = folders().map((folder) => path.relative(real(folder.uri.fsPath), real(path.dirname(place))));
  return ways.every((way) => path.isAbsolute(way) || way.split(path.sep)[0] === '..');
}

function real(folder: string): string {
  return existsSync(folder) ? realpathSync(folder) : folder;
}

/** The environment of the server; without the workspace's own folders on the PATH until it is trusted. */
export function environment(): NodeJS.ProcessEnv {
  const all = (process.env.PATH ?? '').split(path.delimiter);
  const used = all.filter((one) => vscode.workspace.isTrusted || isOutside(path.resolve(one, 'python')));
  return { ...process.env, PATH: used.join(path.delimiter), PYTHONUTF8: '1' };
}

async function choosers(): Promise<Chooser[]> {
  const resource = folders()[0]?.uri;
  const found: Chooser[] = [];
  const newer = await exported<NewEnvironments>('ms-python.vscode-python-envs');
  if (newer !== undefined) {
    const chosen = async (): Promise<string[]> => {
      const run = (await newer.getEnvironment(resource))?.execInfo?.run;
      return run === undefined ? [] : [run.executable, ...(run.args ?? [])];
    };
    found.push({ chosen, changed: newer.onDidChangeEnvironment });
  }
  const older = (await exported<{ environments?: Environments }>('ms-python.python'))?.environments;
  if (older !== undefined) {
    const chosen = (): Promise<string[]> => Promise.resolve([older.getActiveEnvironmentPath(resource).path]);
    found.push({ chosen, changed: older.onDidChangeActiveEnvironmentPath });
  }
  return found;
}

async function exported<T>(id: string): Promise<T | undefined> {
  try {
    return await vscode.extensions.getExtension<T>(id)?.activate();
  } catch {
    return undefined; // an extension that cannot start chooses nothing
  }
}

/** Call back when an extension chooses another interpreter. */
export async function onInterpreterChange(changed: () => void): Promise<vscode.Disposable> {
  return vscode.Disposable.from(...(await choosers()).map((chooser) => chooser.changed(changed)));
}

function version(command: string[]): Promise<string> {
  const [program = '', ...args] = command;
  const code = 'import sys; print("%d.%d.%d" % sys.version_info[:3])';
  const options = { timeout: 20_000, env: environment() };
  return new Promise((done) => {
    execFile(program, [...args, '-I', '-c', code], options, (error, output) => {
      done(error === null ? output.trim() : 'does not run');
    });
  });
}

function isNewEnough(text: string): boolean {
  const [major = 0, minor = 0] = text.split('.').map(Number);
  return major > 3 || (major === 3 && minor >= 10);
}
