// Activation: everything is made here and wired together, nothing else.
import * as vscode from 'vscode';
import { Commands } from './commands';
import { onInterpreterChange } from './python';
import { Server } from './server';
import { Status } from './status';
import { SECTION } from './vscodeapi';

const RESTARTS = ['diagnosticMode', 'enable', 'interpreter'].map((name) => `${SECTION}.${name}`);
let server: Server | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const log = vscode.window.createOutputChannel('Tapelens', { log: true });
  const status = new Status();
  const started = new Server(context, log, status);
  server = started;
  context.subscriptions.push(log, status, started);
  new Commands(context, started, log).register();
  context.subscriptions.push(
    vscode.workspace.onDidChangeConfiguration((event) => {
      const changed = RESTARTS.find((name) => event.affectsConfiguration(name));
      if (changed !== undefined) {
        void started.restart(`${changed} changed`);
      }
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => {
      void started.restart('the workspace is trusted now');
    }),
  );
  await started.restart('activation');
  context.subscriptions.push(
    await onInterpreterChange(() => {
      void started.restart('the Python extension chose another interpreter');
    }),
  );
}

export async function deactivate(): Promise<void> {
  await server?.deactivate();
}
