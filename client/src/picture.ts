// The flow picture beside the editor; its links open the places that the server gave with it.
import * as vscode from 'vscode';

export interface Picture {
  readonly svg: string;
  readonly places: readonly vscode.Location[];
}

let panel: vscode.WebviewPanel | undefined;
let shown: Picture | undefined;

export function showPicture(picture: Picture): void {
  shown = picture;
  panel ??= makePanel();
  panel.webview.html = page(picture.svg, panel.webview.cspSource);
  panel.reveal(undefined, true);
}

async function answer(message: { place?: number }): Promise<void> {
  if (shown === undefined) {
    return;
  }
  const place = message.place === undefined ? undefined : shown.places[message.place];
  await (place === undefined ? saveAs(shown.svg) : open(place.uri, place.range.start, place.range.end));
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

/** Open a place, in a cell of a notebook too; the command knows what editor an address needs. */
export async function open(uri: vscode.Uri, at: vscode.Position, end = at): Promise<void> {
  const selection = new vscode.Range(at.line, at.character, end.line, end.character);
  const options = { viewColumn: vscode.ViewColumn.One, selection };
  await vscode.commands.executeCommand('vscode.open', uri, options);
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
<style>body { background: var(--vscode-editor-background); padding: 8px; } svg { display: block; }
button { color: var(--vscode-button-foreground); background: var(--vscode-button-background); border: 0; padding: 4px 10px; margin: 8px 14px; }
</style></head><body>${svg}<button id="save">Export SVG</button><script nonce="${nonce}">
const api = acquireVsCodeApi();
document.querySelector('.band')?.scrollIntoView({ block: 'center' });
scrollTo(0, scrollY);
document.getElementById('save').addEventListener('click', () => api.postMessage({ save: true }));
for (const link of document.querySelectorAll('[data-place]')) {
  link.addEventListener('click', (event) => { event.preventDefault(); api.postMessage({ place: Number(link.dataset.place) }); });
}
</script></body></html>`;
}
