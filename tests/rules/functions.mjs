// Prints, as JSON, every function of the JavaScript files named on the command line: file, name, lines.
import fs from "node:fs";
import ts from "typescript";

const found = [];

for (const file of process.argv.slice(2)) {
  const source = ts.createSourceFile(file, fs.readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
  visit(source, source, file);
}
console.log(JSON.stringify(found));

function visit(node, source, file) {
  // A test's `describe` holds tests as a class holds methods: it is not a function to be read whole.
  if (ts.isFunctionLike(node) && node.body && !isSuite(node)) {
    const line = (position) => source.getLineAndCharacterOfPosition(position).line;
    const lines = line(node.end) - line(node.getStart(source)) + 1;
    found.push({ file, name: node.name?.getText(source) ?? "(unnamed)", lines });
  }
  ts.forEachChild(node, (child) => visit(child, source, file));
}

function isSuite(node) {
  const call = node.parent;
  return ts.isCallExpression(call) && ["describe", "suite"].includes(call.expression.getText());
}
