// Opens the HTML files of a folder in Chromium, light and dark, wide and on a phone; takes their pictures, and
// writes what axe finds hard to read or to reach.
import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import puppeteer from "puppeteer-core";

const [folder, pictures, executablePath] = process.argv.slice(2);
const axe = createRequire(import.meta.url).resolve("axe-core");
const browser = await puppeteer.launch({ executablePath, args: ["--no-sandbox"] });
const page = await browser.newPage();
for (const name of readdirSync(folder).filter((name) => name.endsWith(".html"))) {
  for (const scheme of ["light", "dark"]) {
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
    for (const width of [390, 1000]) {
      await page.setViewport({ width, height: 800 });
      await page.goto(pathToFileURL(join(folder, name)).href);
      await page.screenshot({ path: join(pictures, `${name}-${scheme}-${width}.png`), fullPage: true });
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      if (overflow > 0) process.stdout.write(`${name} ${scheme} ${width}: ${overflow} px too wide\n`);
    }
    await page.addScriptTag({ path: axe });
    const { violations } = await page.evaluate(() => globalThis.axe.run());
    for (const { id, help, nodes } of violations) {
      process.stdout.write(`${name} ${scheme}: ${id}: ${help}: ${nodes[0].html.slice(0, 200)}\n`);
    }
  }
}
await browser.close();
