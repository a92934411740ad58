// Checks the HTML files of a folder against the standard and WCAG's rules for markup; writes what is wrong.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { FileSystemConfigLoader, HtmlValidate } from "html-validate";

const [folder, ...allowed] = process.argv.slice(2);
const rules = Object.fromEntries(allowed.map((rule) => [rule, "off"]));
const loader = new FileSystemConfigLoader({ extends: ["html-validate:standard", "html-validate:a11y"], rules, root: true });
const checker = new HtmlValidate(loader);
for (const name of readdirSync(folder).filter((name) => name.endsWith(".html"))) {
  const report = await checker.validateFile(join(folder, name));
  for (const { messages } of report.results) {
    for (const { ruleId, line, message } of messages) {
      process.stdout.write(`${name}:${line}: ${ruleId}: ${message}\n`);
    }
  }
}
