// Plays one scenario in a real workbench and prints what it saw, a JSON record a step.
//   node drive.mjs SCENARIO URL [FILE]
import { createRequire } from 'node:module';
import path from 'node:path';

const [scenario, url, file = 'moved_out.py'] = process.argv.slice(2);
const require = createRequire(path.join(process.env.WORKBENCH, 'package.json'));
const { chromium } = require('playwright-core');
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync',
  ],
});
const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
const LONG = { timeout: 90_000 };

function saw(step, detail = '') {
  console.log(JSON.stringify({ step, detail }));
}

async function picture(name) {
  await page.screenshot({ path: path.join(process.env.PICTURES, `${name}.png`) });
}

async function openFile() {
  await page.goto(url);
  await page.waitForSelector('.monaco-workbench', LONG);
  const item = page.getByRole('treeitem', { name: file });
  await item.waitFor(LONG);
  await item.dblclick();
  await page.locator('.view-line').first().waitFor(LONG);
}

/** Open the notebook as such; a workbench that does not know yet what notebooks are opens the text, and is asked again. */
async function openNotebook() {
  await page.goto(url);
  await page.waitForSelector('.monaco-workbench', LONG);
  const item = page.getByRole('treeitem', { name: file });
  const overlay = page.locator('.notebookOverlay');
  for (let asked = 0; asked < 20; asked++) {
    await item.waitFor(LONG);
    await item.dblclick();
    await page.locator('.notebookOverlay, .editor-instance .view-line').first().waitFor(LONG);
    if (await overlay.first().isVisible()) {
      return;
    }
    await command('View: Close Editor');
    await page.locator('.tab', { hasText: file }).waitFor({ ...LONG, state: 'detached' });
  }
  throw new Error('the workbench never opened the notebook as one');
}

async function squiggle() {
  await page.waitForSelector('.squiggly-warning', LONG);
  saw('squiggle');
}

async function command(name) {
  await page.keyboard.press('F1');
  const input = page.locator('.quick-input-widget input').first();
  await input.waitFor(LONG);
  await input.fill(`>${name}`);
  await page.locator('.quick-input-list .monaco-list-row').filter({ hasText: name }).first().click();
}

/** The pixel middle of the first squiggle. */
async function squigglePlace() {
  const box = await page.locator('.squiggly-warning').first().boundingBox();
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

async function hover(name) {
  const { x, y } = await squigglePlace();
  await page.mouse.move(x, y);
  const shown = page.locator('.monaco-hover-content').filter({ hasText: 'gradient of' }).first();
  await shown.waitFor(LONG);
  saw('hover', await shown.innerText());
  await picture(name);
}

async function menu() {
  const { x, y } = await squigglePlace();
  await page.mouse.click(x, y);
  await page.keyboard.press('Control+.');
  const widget = page.locator('.action-widget');
  await widget.waitFor(LONG);
  await widget.locator('.monaco-list-row').first().waitFor(LONG);
  saw('menu', await widget.innerText());
}

async function gone() {
  await page.waitForFunction(() => !document.querySelector('.squiggly-warning'), null, LONG);
  saw('gone');
}

async function text() {
  const lines = await page.locator('.view-lines .view-line').allInnerTexts();
  return lines.join('\n').replaceAll('\u00a0', ' ');
}

async function save() {
  await page.keyboard.press('Control+S');
  await page.waitForFunction(() => !document.querySelector('.tab.dirty'), null, LONG);
}

const scenarios = {
  async mend() {
    await openFile();
    await squiggle();
    await page.locator('.view-line', { hasText: 'None' }).first().waitFor(LONG);
    saw('inlay', await text());
    await hover(`hover-${file}`);
    await page.keyboard.press('Escape');
    await menu();
    await picture(`menu-${file}`);
    await page.keyboard.press('Enter');
    await gone();
    saw('text', await text());
    await save();
    await picture(`mended-${file}`);
  },

  async problems() {
    await openFile();
    await squiggle();
    await command('View: Focus Problems');
    const row = page.locator('.markers-panel .monaco-list-row').filter({ hasText: 'gradient of' }).first();
    await row.waitFor(LONG);
    saw('problem', await row.innerText());
    await picture('problems');
  },

  async restart() {
    await openFile();
    await squiggle();
    await command('Tapelens: Restart Server');
    await gone();
    await squiggle();
  },

  async saveFixes() {
    await openFile();
    await squiggle();
    await page.locator('.view-line').first().click();
    await page.keyboard.press('Control+End');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Control+S');
    await gone();
    await page.waitForFunction(() => !document.querySelector('.tab.dirty'), null, LONG);
    saw('text', await text());
  },

  async silent() {
    await openFile();
    const toast = page.locator('.notification-toast').filter({ hasText: 'Python 3.10' }).first();
    await toast.waitFor(LONG);
    saw('notification', await toast.innerText());
    await picture('no-python');
  },

  async flow() {
    await openFile();
    await squiggle();
    const { x, y } = await squigglePlace();
    await page.mouse.click(x, y);
    await command('Tapelens: Show Flow Picture');
    await page.locator('.tab', { hasText: 'Gradient Flow' }).waitFor(LONG);
    const inner = page.frameLocator('iframe.webview').first().frameLocator('iframe').first();
    await inner.locator('svg').first().waitFor(LONG);
    saw('picture', (await inner.locator('svg a').allTextContents()).join('\n'));
    await picture('flow');
    await inner.locator('svg a').nth(1).click();
    await page.getByText(/^Ln 8, Col 1/).first().waitFor(LONG);
    saw('line 8');
  },

  async explain() {
    await openFile();
    await squiggle();
    await command('Tapelens: Explain Rule');
    const input = page.locator('.quick-input-widget input').first();
    await input.fill('stop-gradient');
    await page.keyboard.press('Enter');
    const inner = page.frameLocator('iframe.webview').first().frameLocator('iframe').first();
    const heading = inner.locator('h1').first();
    await heading.waitFor(LONG);
    saw('page', await inner.locator('body').innerText());
    await picture('explain');
  },

  async notebook() {
    await openNotebook();
    await squiggle();
    await picture('notebook');
    await menu();
    await page.keyboard.press('Enter');
    await gone();
  },

  async restricted() {
    await openFile();
    await squiggle();
    const banner = page.locator('.statusbar-item').filter({ hasText: 'Restricted Mode' }).first();
    await banner.waitFor(LONG);
    saw('restricted', await banner.innerText());
    await picture('restricted');
  },

  async trust() {
    await openFile();
    await squiggle();
    await command('Workspaces: Manage Workspace Trust');
    await page.locator('.workspace-trust-editor').getByRole('button', { name: 'Trust', exact: true }).first().click();
    const item = page.locator('.statusbar-item').filter({ hasText: 'Restricted Mode' });
    await item.first().waitFor({ ...LONG, state: 'hidden' });
    await page.getByRole('tab', { name: file }).click();
    await gone();
    await squiggle();
  },
};

try {
  await scenarios[scenario]();
} catch (error) {
  await picture(`failed-${scenario}`);
  console.error(error);
  process.exitCode = 1;
} finally {
  await browser.close();
}
