#!/usr/bin/env bash
# Install a real VS Code workbench (served to a browser, with a real extension host) into a folder, once.
#   workbench.sh FOLDER
# Needs Node 20, npm, a C++ compiler, ripgrep and libkrb5-dev. Everything comes from the package registry: install
# scripts that fetch binaries are skipped, native modules are built here.
set -euo pipefail
folder=$(mkdir -p "$1" && cd "$1" && pwd)
version=4.100.3 # VS Code 1.100, the newest line for Node 20
ready="$folder/ready-$version"
[ -e "$ready" ] && exit 0
cd "$folder"
echo '{"private": true}' >package.json
npm install --no-audit --no-fund --ignore-scripts "code-server@$version" playwright-core@1.55
(cd node_modules/argon2 && npm run install)
cd node_modules/code-server/lib/vscode
npm install --omit=dev --no-audit --no-fund --ignore-scripts
(cd extensions && npm install --omit=dev --no-audit --no-fund --ignore-scripts)
headers=$(dirname "$(dirname "$(readlink -f "$(command -v node)")")") # its include/node holds the headers
gyp=$(dirname "$(readlink -f "$(command -v npm)")")/../node_modules/node-gyp/bin/node-gyp.js
for module in node-pty @vscode/spdlog native-watchdog kerberos; do
  if [ -d "$headers/include/node" ]; then
    (cd "node_modules/$module" && node "$gyp" rebuild --nodedir "$headers")
  else
    (cd "node_modules/$module" && node "$gyp" rebuild)
  fi
done
ln -sfn node_modules node_modules.asar
mkdir -p node_modules/@vscode/ripgrep/bin
ln -sf "$(command -v rg)" node_modules/@vscode/ripgrep/bin/rg
touch "$ready"
