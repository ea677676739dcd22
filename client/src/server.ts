// Start, stop and restart of the language server; restarts are queued and never overlap.
import * as vscode from 'vscode';
import { LanguageClient, RevealOutputChannelOn, State } from 'vscode-languageclient/node';
import type { Executable, LanguageClientOptions } from 'vscode-languageclient/node';
import { environment, findInterpreter } from './python';
import type { NotFound } from './python';
import { Status } from './status';
import { SECTION, setting } from './vscodeapi';

const LANGUAGE = [
  { scheme: 'file', language: 'python' },
  { scheme: 'untitled', language: 'python' },
  { scheme: 'vscode-notebook', language: 'python' },
  { scheme: 'vscode-notebook-cell', language: 'python' },
];

const HOVER_COMMANDS = ['explainRule', 'open', 'showFlow'].map((name) => `${SECTION}.${name}`);

export class Server implements vscode.Disposable {
  readonly output = vscode.window.createOutputChannel('Tapelens Server');
  client: LanguageClient | undefined;
  private queue: Promise<void> = Promise.resolve();

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly log: vscode.LogOutputChannel,
    private readonly status: Status,
  ) {}

  restart(why: string): Promise<void> {
    this.queue = this.queue.then(async () => {
      this.log.info(`starting the server: ${why}`);
      await this.stop();
      await this.start();
    });
    return this.queue;
  }

  private async start(): Promise<void> {
    if (setting('enable') === false) {
      this.status.off();
      return;
    }
    this.status.busy('starting');
    const interpreter = await findInterpreter();
    if ('tried' in interpreter) {
      this.notFound(interpreter);
      return;
    }
    this.log.info(`Python ${interpreter.version} from ${interpreter.from}: ${interpreter.command.join(' ')}`);
    this.client = this.make(interpreter.command);
    try {
      await this.client.start();
    } catch (error) {
      this.log.error(`the server did not start: ${String(error)}`);
      this.status.problem('did not start', String(error));
    }
  }

  private make(command: string[]): LanguageClient {
    const [program = '', ...args] = command;
    const script = this.context.asAbsolutePath('bundled/tool/start.py');
    const run: Executable = {
      command: program,
      args: [...args, '-I', '-X', 'utf8', script],
      options: { env: environment() },
    };
    const options: LanguageClientOptions = {
      documentSelector: LANGUAGE,
      notebookDocumentOptions: { filterCells: (_, cells) => cells },
      outputChannel: this.output,
      traceOutputChannel: this.output,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      markdown: { isTrusted: { enabledCommands: HOVER_COMMANDS } },
      initializationOptions: {
        settings: vscode.workspace.getConfiguration(SECTION),
        trusted: vscode.workspace.isTrusted,
        commands: true,
        status: true,
      },
    };
    const client = new LanguageClient(SECTION, 'Tapelens', run, options);
    client.onDidChangeState(({ newState }) => {
      if (newState === State.Running) {
        this.status.ready(`Tapelens on ${program}`);
      } else if (newState === State.Stopped) {
        this.status.problem('stopped', 'the server has ended');
      }
    });
    client.onNotification('tapelens/status', ({ state, detail }: { state: string; detail: string }) => {
      if (state === 'analysing') {
        this.status.busy(state);
      } else if (state === 'problem') {
        this.status.problem(state, detail);
      } else {
        this.status.ready(`Tapelens on ${program}`);
      }
    });
    return client;
  }

  private notFound({ tried }: NotFound): void {
    const said = `Tapelens needs Python 3.10 or newer to run. Tried: ${tried.join('; ')}.`;
    this.log.error(said);
    this.status.problem('no Python', said);
    if (setting('showNotifications') === 'off') {
      return;
    }
    const choose = 'Choose an Interpreter';
    const install = 'How to Install Python';
    void vscode.window.showErrorMessage(said, choose, install).then((answer) => {
      if (answer === choose) {
        void vscode.commands.executeCommand('workbench.action.openSettings', 'tapelens.interpreter');
      } else if (answer === install) {
        void vscode.env.openExternal(vscode.Uri.parse('https://www.python.org/downloads/'));
      }
    });
  }

  private async stop(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    try {
      await client?.dispose(2_000);
    } catch (error) {
      this.log.warn(`the server did not stop cleanly: ${String(error)}`);
    }
  }

  async deactivate(): Promise<void> {
    await this.queue;
    await this.stop();
  }

  dispose(): void {
    this.output.dispose();
  }
}
