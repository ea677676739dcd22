// What a scenario is made of: each step waits for a state of the workbench, and says what it saw.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';

const LONG = { timeout: Number(process.env.PATIENCE ?? 90) * 1000 };
const SHORT = { timeout: 5_000 }; // of what is tried again

/** Return the steps by name, for a page of a browser, a place for pictures, and a way to say what was seen. */
export function stepsOn(page, url, pictures, saw) {
  const visible = (selector, hasText) => page.locator(selector).filter({ hasText }).first();
  const pictured = (name) => page.screenshot({ path: path.join(pictures, `${name}.png`) });
  const framed = () => page.frameLocator('iframe.webview.ready').last().frameLocator('iframe').first();

  async function lines() {
    const shown = await page.locator('.view-lines .view-line').allInnerTexts();
    return shown.join('\n').replaceAll(/[\u00a0\u200a]/g, ' ');
  }

  /** The pixel middle of the first squiggle. */
  async function squiggled() {
    const box = await page.locator('.squiggly-warning').first().boundingBox();
    return [box.x + box.width / 2, box.y + box.height / 2];
  }

  async function typed(text) {
    const input = page.locator('.quick-input-widget input').first();
    await input.waitFor(LONG);
    await input.fill(text, SHORT);
  }

  const steps = {
    async start() {
      await page.goto(url);
      await page.waitForSelector('.monaco-workbench', LONG);
    },

    async open(file) {
      const item = page.getByRole('treeitem', { name: file });
      await item.waitFor(LONG);
      await item.dblclick();
      await steps.active(file);
      await page.locator('.view-line').first().waitFor(LONG);
    },

    /** A workbench that does not know yet what notebooks are opens the text, and is asked again. */
    async openNotebook(file) {
      const item = page.getByRole('treeitem', { name: file });
      const overlay = page.locator('.notebookOverlay');
      for (let asked = 0; asked < 20; asked++) {
        await item.waitFor(LONG);
        await item.dblclick();
        await page.locator('.notebookOverlay, .editor-instance .view-line').first().waitFor(LONG);
        if (await overlay.first().isVisible()) {
          return;
        }
        await steps.close(file);
      }
      throw new Error('the workbench never opened the notebook as one');
    },

    async close(file) {
      await steps.command('View: Close Editor');
      await page.locator('.tab', { hasText: file }).waitFor({ ...LONG, state: 'detached' });
    },

    async active(name) {
      await visible('.tab.active', name).waitFor(LONG);
    },

    async tab(name) {
      await page.getByRole('tab', { name }).click();
      await steps.active(name);
    },

    async wide() {
      await steps.command('View: Close Primary Side Bar');
      await page.locator('.part.sidebar').waitFor({ ...LONG, state: 'hidden' });
    },

    async squiggle() {
      await page.waitForSelector('.squiggly-warning', LONG);
      saw('squiggle', await page.locator('.squiggly-warning').count());
    },

    async gone() {
      await page.waitForFunction(() => !document.querySelector('.squiggly-warning'), null, LONG);
      saw('gone');
    },

    /** Wait for a line with an inlay hint, or whatever else its text is. */
    async line(text) {
      await visible('.view-line', text).waitFor(LONG);
      saw('lines', await lines());
    },

    async noLine(text) {
      await visible('.view-line', text).waitFor({ ...LONG, state: 'detached' });
      saw('lines', await lines());
    },

    /** What moves a line while the mouse is on its way, such as late hints, makes it miss: then it tries again. */
    async hover() {
      const shown = visible('.monaco-hover-content', 'gradient of');
      for (let tried = 0; !(await shown.isVisible()); tried++) {
        await page.mouse.move(2, 2);
        await page.mouse.move(...(await squiggled()));
        const wait = tried < 5 ? { timeout: LONG.timeout / 6 } : LONG;
        await shown.waitFor(wait).catch((error) => (tried < 5 ? null : Promise.reject(error)));
      }
      await shown.getByText('flow picture').waitFor(LONG);
      await page.locator('.monaco-hover').getByText('Quick Fix...').first().waitFor(LONG);
      saw('hover', await shown.innerText());
    },

    async hoverLink(text) {
      await page.locator('.monaco-hover-content a').filter({ hasText: text }).first().click();
      await page.mouse.move(2, 2);
      await page.locator('.monaco-hover-content').first().waitFor({ ...LONG, state: 'hidden' });
    },

    async onSquiggle() {
      await page.mouse.click(...(await squiggled()));
    },

    async menu() {
      await steps.onSquiggle();
      await page.keyboard.press('Control+.');
      const widget = page.locator('.action-widget');
      await widget.locator('.monaco-list-row').first().waitFor(LONG);
      saw('menu', await widget.innerText());
    },

    async press(key) {
      await page.keyboard.press(key);
    },

    async typeAtEnd(text) {
      await page.locator('.view-line').first().click();
      await page.keyboard.press('Control+End');
      await page.keyboard.type(text);
    },

    async save() {
      await page.keyboard.press('Control+S');
      await page.waitForFunction(() => !document.querySelector('.tab.dirty'), null, LONG);
    },

    async picture(name) {
      await pictured(name);
    },

    /**
     * Run a command. The list is opened again where a late change of focus has closed it; where something lies
     * over the row, such as what is said of it while the mouse is there, the keyboard chooses.
     */
    async command(name) {
      const row = visible('.quick-input-list .monaco-list-row', name);
      const choose = [() => row.click(SHORT), () => page.keyboard.press('Enter')];
      for (let tries = 0; ; tries++) {
        await page.keyboard.press('F1');
        try {
          await typed(`>${name}`);
          await row.waitFor(SHORT);
          return await choose[tries % 2]();
        } catch (error) {
          if (tries === 9) {
            throw error;
          }
        }
      }
    },

    async pick(text) {
      await typed(text);
      const row = visible('.quick-input-list .monaco-list-row', text);
      await row.waitFor(LONG);
      saw('list', await page.locator('.quick-input-list').innerText());
      await row.click();
    },

    async problem(text) {
      await steps.command('View: Focus Problems');
      const row = visible('.markers-panel .monaco-list-row', text);
      await row.waitFor(LONG);
      saw('problem', await row.innerText());
      saw('badge', await page.locator('.pane-composite-part .badge-content').first().innerText());
    },

    async noProblems() {
      await steps.command('View: Focus Problems');
      await page.getByText('No problems have been detected').first().waitFor(LONG);
    },

    async flow() {
      await visible('.tab', 'Gradient Flow').waitFor(LONG);
      await framed().locator('svg').first().waitFor(LONG);
      saw('flow', (await framed().locator('svg a text').allTextContents()).join('\n'));
    },

    async flowLink(text) {
      await framed().locator('svg a').filter({ hasText: text }).first().click();
      await page.mouse.move(2, 2);
    },

    async cursor(place) {
      await page.getByText(place).first().waitFor(LONG);
    },

    async page(heading) {
      await framed().locator('h1').filter({ hasText: heading }).first().waitFor(LONG);
      saw('page', await framed().locator('body').innerText());
    },

    /** Wait for a text in the newest view that is a page of its own. */
    async framed(text) {
      await framed().getByText(text).first().waitFor(LONG);
    },

    async status(text) {
      await page.locator('[id="status.languageStatus"]').first().hover();
      const shown = visible('.hover-language-status', text);
      await shown.waitFor(LONG);
      saw('status', await shown.innerText());
    },

    async toast(text) {
      const shown = visible('.notification-toast', text);
      await shown.waitFor(LONG);
      saw('toast', await shown.innerText());
    },

    async text(part) {
      await page.getByText(part).first().waitFor(LONG);
    },

    async write(file, text) {
      await writeFile(file, text);
    },

    async restricted() {
      await visible('.statusbar-item', 'Restricted Mode').waitFor(LONG);
    },

    /** Does nothing where the workspace is trusted already. */
    async trust() {
      const restricted = visible('.statusbar-item', 'Restricted Mode');
      await restricted.waitFor({ timeout: 20_000 }).catch(() => null);
      if (!(await restricted.isVisible())) {
        return;
      }
      await steps.command('Workspaces: Manage Workspace Trust');
      const editor = page.locator('.workspace-trust-editor');
      await editor.getByRole('button', { name: 'Trust', exact: true }).first().click();
      await restricted.waitFor({ ...LONG, state: 'hidden' });
    },
  };
  return steps;
}
