// Plays steps in a real workbench and prints what they saw, a JSON record each.
//   node drive.mjs URL '[["start"], ["open", "train.py"], …]'
// It ends with 0; with 1 where a step fails, and with 2 where one has no end, as when the browser stands still.
import { createRequire } from 'node:module';
import path from 'node:path';
import { stepsOn } from './steps.mjs';

const [url, played] = process.argv.slice(2);
const { WORKBENCH, PICTURES, CHROMIUM = '/usr/bin/chromium' } = process.env;
const { chromium } = createRequire(path.join(WORKBENCH, 'package.json'))('playwright-core');
const browser = await chromium.launch({
  executablePath: CHROMIUM,
  args: [
    '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync',
  ],
});
const page = await browser.newPage({ viewport: { width: 1100, height: 640 } });
const steps = stepsOn(page, url, PICTURES, (step, detail = '') => console.log(JSON.stringify({ step, detail })));

/** What a failure is understood by where the pictures are not at hand. */
async function onScreen() {
  const shown = page.locator('.quick-input-widget, .notification-toast, .tab.active, .monaco-dialog-box, .statusbar-item');
  return (await shown.filter({ visible: true }).allInnerTexts()).join(' | ').replaceAll(/\s+/g, ' ');
}

class Endless extends Error {}

function atMost(seconds, work) {
  const late = new Promise((_, fail) => {
    setTimeout(fail, seconds * 1000, new Endless('has no end')).unref();
  });
  return Promise.race([work, late]);
}

let at = '';
try {
  for (const [name, ...args] of JSON.parse(played)) {
    at = [name, ...args].join(' ');
    await atMost(150, steps[name](...args));
  }
} catch (error) {
  process.exitCode = error instanceof Endless ? 2 : 1;
  console.error(`the step ${at}:`, error);
  console.error('on the screen:', await atMost(10, onScreen()).catch(String));
  await page.screenshot({ path: path.join(PICTURES, `failed-${at.replaceAll(/\W+/g, '-')}.png`) }).catch(String);
} finally {
  await atMost(10, browser.close()).catch(String);
  process.exit();
}
