// What the client knows of its place: the settings of its section, the folders.
import * as vscode from 'vscode';

export const SECTION = 'tapelens';

export function setting(name: string): unknown {
  return vscode.workspace.getConfiguration(SECTION).get(name);
}

export function folders(): readonly vscode.WorkspaceFolder[] {
  return vscode.workspace.workspaceFolders ?? [];
}
