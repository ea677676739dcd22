// Stands for one of the extensions that choose interpreters: its API, the interpreter that a file names.
const { readFileSync } = require('node:fs');
const path = require('node:path');
const vscode = require('vscode');

const file = JSON.parse(readFileSync(path.join(__dirname, 'chosen.json'), 'utf8'));
const changed = new vscode.EventEmitter();

exports.activate = (context) => {
  context.subscriptions.push(
    vscode.commands.registerCommand('python.chooseAgain', () => changed.fire({})),
  );
  const chosen = () => readFileSync(file, 'utf8').trim();
  if (context.extension.id === 'ms-python.python') {
    const getActiveEnvironmentPath = () => ({ path: chosen() });
    return { environments: { getActiveEnvironmentPath, onDidChangeActiveEnvironmentPath: changed.event } };
  }
  const getEnvironment = async () => ({ execInfo: { run: { executable: chosen(), args: [] } } });
  return { getEnvironment, onDidChangeEnvironment: changed.event };
};
