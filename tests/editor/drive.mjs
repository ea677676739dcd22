// Plays steps in a real workbench and prints what they saw, a JSON record each.
//   node drive.mjs URL '[["start"], ["open", "train.py"], …]'
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
let at = '';
try {
  for (const [name, ...args] of JSON.parse(played)) {
    at = name;
    await steps[name](...args);
  }
} catch (error) {
  await page.screenshot({ path: path.join(PICTURES, `failed-${at}.png`) });
  console.error(`the step ${at}:`, error);
  process.exitCode = 1;
} finally {
  await browser.close();
}
