// The language status item: ready, busy, or what is wrong; a click shows the logs.
import * as vscode from 'vscode';

export class Status implements vscode.Disposable {
  private readonly item = vscode.languages.createLanguageStatusItem('tapelens', { language: 'python' });

  constructor() {
    this.item.name = 'Tapelens';
    this.item.command = { command: 'tapelens.showLogs', title: 'Show Logs' };
  }

  ready(detail: string): void {
    this.show('Tapelens', detail, vscode.LanguageStatusSeverity.Information, false);
  }

  busy(what: string): void {
    this.show(`Tapelens: ${what}`, '', vscode.LanguageStatusSeverity.Information, true);
  }

  off(): void {
    this.show('Tapelens: off', 'tapelens.enable is false', vscode.LanguageStatusSeverity.Information, false);
  }

  problem(what: string, detail: string): void {
    this.show(`Tapelens: ${what}`, detail, vscode.LanguageStatusSeverity.Error, false);
  }

  private show(text: string, detail: string, severity: vscode.LanguageStatusSeverity, busy: boolean): void {
    this.item.text = text;
    this.item.detail = detail;
    this.item.severity = severity;
    this.item.busy = busy;
  }

  dispose(): void {
    this.item.dispose();
  }
}
