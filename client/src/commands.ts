// The commands; what they show comes from the server.
import * as vscode from 'vscode';
import type { Location } from 'vscode-languageclient/node';
import { open, showPicture } from './picture';
import type { Server } from './server';
import { SECTION } from './vscodeapi';

interface Page {
  title: string;
  markdown: string;
}

interface Drawn {
  svg: string;
  places: Location[];
}

export const PAGES = 'tapelens-page';

/** Serves rule pages as read-only documents, so that VS Code's own Markdown preview can show them. */
export class Pages implements vscode.TextDocumentContentProvider {
  private readonly texts = new Map<string, string>();

  put(page: Page): vscode.Uri {
    const uri = vscode.Uri.from({ scheme: PAGES, path: `/${page.title}.md` });
    this.texts.set(uri.toString(), page.markdown);
    return uri;
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.texts.get(uri.toString()) ?? '';
  }
}

export class Commands {
  private readonly pages = new Pages();

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly server: Server,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  register(): void {
    const all: Record<string, (...args: never[]) => unknown> = {
      restart: () => this.server.restart('asked for'),
      showLogs: () => {
        this.log.show();
      },
      showServerLogs: () => {
        this.server.output.show();
      },
      explainRule: (rule?: string) => this.explain(rule),
      showFlow: (uri?: string, position?: vscode.Position) => this.flow(uri, position),
      open: (uri: string, at: vscode.Position) => open(vscode.Uri.parse(uri), at),
      goToCause: () => this.goToCause(),
      fixAll: () => this.here() && this.run('applyFixes', this.here()?.uri),
      openExample: () => this.openExample(),
      debugInformation: () => {
        this.debugInformation();
      },
      workspace: () => this.run('checkWorkspace'),
    };
    for (const [name, action] of Object.entries(all)) {
      this.context.subscriptions.push(vscode.commands.registerCommand(`${SECTION}.${name}`, action));
    }
    this.context.subscriptions.push(vscode.workspace.registerTextDocumentContentProvider(PAGES, this.pages));
  }

  private async explain(rule?: string): Promise<void> {
    const name = rule ?? (await this.pick());
    const page =
      name && (await this.server.client?.sendRequest<Page | null>('tapelens/explain', { rule: name }));
    if (page) {
      await vscode.commands.executeCommand('markdown.showPreview', this.pages.put(page));
    }
  }

  private async pick(): Promise<string | undefined> {
    const items = await this.server.client?.sendRequest<vscode.QuickPickItem[]>(
      'tapelens/rules',
      this.here(),
    );
    const options = { placeHolder: 'A rule', matchOnDescription: true, matchOnDetail: true };
    return items && (await vscode.window.showQuickPick(items, options))?.label;
  }

  private here(): { uri: string; position: vscode.Position } | undefined {
    const editor = vscode.window.activeTextEditor;
    return editor && { uri: editor.document.uri.toString(), position: editor.selection.active };
  }

  private async flow(uri?: string, position?: vscode.Position): Promise<void> {
    const given = uri !== undefined && { uri: vscode.Uri.parse(uri).toString(), position }; // links lose escapes
    const place = given || this.here();
    const client = this.server.client;
    const answer = place && (await client?.sendRequest<Drawn | null>('tapelens/flow', place));
    if (client && answer) {
      const places = answer.places.map((one) => client.protocol2CodeConverter.asLocation(one));
      showPicture({ svg: answer.svg, places });
    } else {
      void vscode.window.showInformationMessage('Tapelens: put the cursor on a gradient call first.');
    }
  }

  private async goToCause(): Promise<void> {
    const place = this.here();
    const client = this.server.client;
    if (place === undefined || client === undefined) {
      return;
    }
    const found = (await client.sendRequest<Location[] | null>('tapelens/causes', place)) ?? [];
    const locations = found.map((location) => client.protocol2CodeConverter.asLocation(location));
    const uri = vscode.Uri.parse(place.uri);
    const how = ['gotoAndPeek', 'No broken gradient here.'];
    await vscode.commands.executeCommand(
      'editor.action.goToLocations',
      uri,
      place.position,
      locations,
      ...how,
    );
  }

  /** Have the server run one of its commands; without a running server say where to look. */
  private async run(name: string, ...args: unknown[]): Promise<void> {
    if (this.server.client?.isRunning() === true) {
      await vscode.commands.executeCommand(`${SECTION}.${name}`, ...args);
    } else {
      void vscode.window.showWarningMessage('Tapelens is not running; its log says why.');
    }
  }

  private async openExample(): Promise<void> {
    const file = vscode.Uri.file(this.context.asAbsolutePath('examples/moved_out.py'));
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
    const document = await vscode.workspace.openTextDocument({ language: 'python', content: text });
    await vscode.window.showTextDocument(document);
  }

  private debugInformation(): void {
    const extension = this.context.extension.packageJSON as { version: string };
    this.log.info(`Tapelens ${extension.version}, VS Code ${vscode.version}, ${process.platform}`);
    this.log.info(`trusted: ${vscode.workspace.isTrusted}; server: ${this.server.client?.state ?? 'none'}`);
    this.log.info(`settings: ${JSON.stringify(vscode.workspace.getConfiguration(SECTION))}`);
    this.log.show();
  }
}
