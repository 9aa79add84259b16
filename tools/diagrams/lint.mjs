// Lints the diagrams: every rule of .bpmnlintrc, and a warning counts as much as an error.
//
//   node tools/diagrams/lint.mjs [FILE.bpmn …]     without names: all of bpmn/
//
// Prints one line per finding (file: element: message [rule]) and ends with status 1 if there is any.

import { readFile, readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { BpmnModdle } from 'bpmn-moddle';

const require = createRequire(import.meta.url);
const { Linter } = require('bpmnlint');
const NodeResolver = require('bpmnlint/lib/resolver/node-resolver');

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** Returns the diagrams of the project as absolute paths, in the order of their names. */
async function projectDiagrams() {
  const names = await readdir(path.join(root, 'bpmn'));
  return names.filter((name) => name.endsWith('.bpmn')).sort().map((name) => path.join(root, 'bpmn', name));
}

/** Returns the findings of one file as printable lines; what the parser could not read is a finding, too. */
async function findings(linter, file) {
  let parsed;
  try {
    parsed = await new BpmnModdle().fromXML(await readFile(file, 'utf8'));
  } catch (error) {
    return [`${file}: ${error.message} [parse]`];
  }
  const lines = parsed.warnings.map((warning) => `${file}: ${warning.message} [parse]`);
  for (const [rule, reports] of Object.entries(await linter.lint(parsed.rootElement))) {
    for (const report of reports) {
      lines.push(`${file}: ${report.id}: ${report.message} [${rule}]`);
    }
  }
  return lines;
}

const config = JSON.parse(await readFile(path.join(root, '.bpmnlintrc'), 'utf8'));
const linter = new Linter({ config, resolver: new NodeResolver() });
const files = process.argv.length > 2 ? process.argv.slice(2) : await projectDiagrams();
const found = (await Promise.all(files.map((file) => findings(linter, file)))).flat();
for (const line of found) {
  console.log(line);
}
console.log(`${files.length} diagram(s), ${found.length} finding(s)`);
process.exitCode = found.length > 0 || files.length === 0 ? 1 : 0;
