// What the client knows of its place: the settings of its section, the trust, the folders.
import * as vscode from 'vscode';

export const SECTION = 'tapelens';

export function setting(name: string): unknown {
  return vscode.workspace.getConfiguration(SECTION).get(name);
}

/** Return a setting without what the workspace says, for workspaces that are not trusted. */
export function trustedSetting<T>(name: string, fallback: T): T {
  if (vscode.workspace.isTrusted) {
    return (setting(name) as T | undefined) ?? fallback;
  }
  const found = vscode.workspace.getConfiguration(SECTION).inspect<T>(name);
  return found?.globalValue ?? found?.defaultValue ?? fallback;
}

export function folders(): readonly vscode.WorkspaceFolder[] {
  return vscode.workspace.workspaceFolders ?? [];
}
