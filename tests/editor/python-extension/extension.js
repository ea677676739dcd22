// Stands for the Python extension: the same API, the interpreter that a file names.
const { readFileSync } = require('node:fs');
const path = require('node:path');
const vscode = require('vscode');

const file = JSON.parse(readFileSync(path.join(__dirname, 'chosen.json'), 'utf8'));
const changed = new vscode.EventEmitter();

exports.activate = (context) => {
  context.subscriptions.push(
    vscode.commands.registerCommand('python.chooseAgain', () => changed.fire({})),
  );
  const getActiveEnvironmentPath = () => ({ path: readFileSync(file, 'utf8').trim() });
  return { environments: { getActiveEnvironmentPath, onDidChangeActiveEnvironmentPath: changed.event } };
};
