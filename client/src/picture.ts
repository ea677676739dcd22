// The flow picture beside the editor; its links open lines of the file.
import * as vscode from 'vscode';

interface Shown {
  svg: string;
  source: vscode.Uri;
}

let panel: vscode.WebviewPanel | undefined;
let shown: Shown | undefined;

export function showPicture(svg: string, source: vscode.Uri): void {
  shown = { svg, source };
  panel ??= makePanel();
  panel.webview.html = page(svg, panel.webview.cspSource);
  panel.reveal(undefined, true);
}

async function answer(message: { line?: number }): Promise<void> {
  if (shown === undefined) {
    return;
  }
  await (message.line === undefined ? saveAs(shown.svg) : openLine(shown.source, message.line));
}

function makePanel(): vscode.WebviewPanel {
  const made = vscode.window.createWebviewPanel(
    'tapelens.flow',
    'Gradient Flow',
    { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
    { enableScripts: true, retainContextWhenHidden: true },
  );
  made.webview.onDidReceiveMessage(answer);
  made.onDidDispose(() => {
    panel = undefined;
    shown = undefined;
  });
  return made;
}

async function openLine(source: vscode.Uri, line: number): Promise<void> {
  const document = await vscode.workspace.openTextDocument(source);
  const position = new vscode.Position(Math.max(0, line - 1), 0);
  await vscode.window.showTextDocument(document, {
    viewColumn: vscode.ViewColumn.One,
    selection: new vscode.Range(position, position),
  });
}

async function saveAs(svg: string): Promise<void> {
  const target = await vscode.window.showSaveDialog({ filters: { SVG: ['svg'] } });
  if (target !== undefined) {
    await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(svg));
  }
}

function page(svg: string, csp: string): string {
  const nonce = Math.random().toString(36).slice(2);
  const policy = `default-src 'none'; style-src 'unsafe-inline' ${csp}; script-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html><html><head><meta http-equiv="Content-Security-Policy" content="${policy}">
<style>body { background: var(--vscode-editor-background); } svg { max-width: 100%; height: auto; }
button { color: var(--vscode-button-foreground); background: var(--vscode-button-background); border: 0; padding: 4px 10px; }
</style></head><body><button id="save">Export SVG</button>${svg}<script nonce="${nonce}">
const api = acquireVsCodeApi();
document.getElementById('save').addEventListener('click', () => api.postMessage({ save: true }));
for (const link of document.querySelectorAll('[data-line]')) {
  link.addEventListener('click', (event) => { event.preventDefault(); api.postMessage({ line: Number(link.dataset.line) }); });
}
</script></body></html>`;
}
