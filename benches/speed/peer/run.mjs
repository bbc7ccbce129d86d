// The same eight rows for the same people, by each engine that can be installed. Prints what came out, and evaluations a
// second: every value is made and looked at, and none is kept.
import { readFileSync } from "node:fs";
import { Environment } from "@marcbachmann/cel-js";
import exprEval from "expr-eval";
import { compileExpression } from "filtrex";
import { LogicEngine } from "json-logic-engine";
import jsonata from "jsonata";

const people = JSON.parse(readFileSync(process.argv[2], "utf8"));
const rounds = Number(process.argv[3]);

// What an engine does not have is a function of this file, so that all come to the same.
const lower = (text) => text.toLowerCase();
const left = (text, count) => text.slice(0, count);
const without = (text, gone) => text.replaceAll(gone, "");
const join = (separator, first, second) => first + separator + second;

const filtrexRows = [
  `userPrincipalName`,
  `join(" ", givenName, surname)`,
  `lower(mail)`,
  `if IsSoftDeleted == "False" then "True" else "False"`,
  `if department == "Harbor" then "Yes" else "No"`,
  `join("", mailNickname, "@halcyon.example")`,
  `left(givenName, 1)`,
  `without(telephoneNumber, " ")`,
];
const exprRows = [
  `userPrincipalName`,
  `givenName || " " || surname`,
  `lower(mail)`,
  `IsSoftDeleted == "False" ? "True" : "False"`,
  `department == "Harbor" ? "Yes" : "No"`,
  `mailNickname || "@halcyon.example"`,
  `left(givenName, 1)`,
  `without(telephoneNumber, " ")`,
];
const celRows = [
  `userPrincipalName`,
  `givenName + " " + surname`,
  `mail.lowerAscii()`,
  `IsSoftDeleted == "False" ? "True" : "False"`,
  `department == "Harbor" ? "Yes" : "No"`,
  `mailNickname + "@halcyon.example"`,
  `givenName.substring(0, 1)`,
  `without(telephoneNumber, " ")`,
];
const jsonataRows = [
  `userPrincipalName`,
  `givenName & " " & surname`,
  `$lowercase(mail)`,
  `IsSoftDeleted = "False" ? "True" : "False"`,
  `department = "Harbor" ? "Yes" : "No"`,
  `mailNickname & "@halcyon.example"`,
  `$substring(givenName, 0, 1)`,
  `$replace(telephoneNumber, " ", "")`,
];

const read = (name) => ({ var: name });
const logicRows = [
  read("userPrincipalName"),
  { cat: [read("givenName"), " ", read("surname")] },
  { lower: [read("mail")] },
  { if: [{ "===": [read("IsSoftDeleted"), "False"] }, "True", "False"] },
  { if: [{ "===": [read("department"), "Harbor"] }, "Yes", "No"] },
  { cat: [read("mailNickname"), "@halcyon.example"] },
  { left: [read("givenName"), 1] },
  { without: [read("telephoneNumber"), " "] },
];

const parser = new exprEval.Parser();
Object.assign(parser.functions, { lower, left, without });
const cel = new Environment().registerFunction("without(string, string): string", without);
for (const name of Object.keys(people[0])) cel.registerVariable(name, "string");

const logicEngine = new LogicEngine();
const methods = {
  lower: ([text]) => lower(text),
  left: ([text, count]) => left(text, count),
  without: ([text, gone]) => without(text, gone),
};
for (const [name, method] of Object.entries(methods)) {
  logicEngine.addMethod(name, { method }, { deterministic: true, sync: true });
}

const functions = { extraFunctions: { lower, left, without, join } };
const filtrex = filtrexRows.map((row) => compileExpression(row, functions));
const expr = exprRows.map((row) => parser.parse(row));
const celParsed = celRows.map((row) => cel.parse(row));
const jsonataParsed = jsonataRows.map((row) => jsonata(row));

// Each row as one function of a person.
const engines = {
  filtrex,
  "expr-eval": expr.map((row) => (person) => row.evaluate(person)),
  "cel-js": celParsed,
  "json-logic-engine": logicRows.map((row) => logicEngine.build(row)),
};

// JavaScript puts texts together only when one of their letters is asked for, as whoever sends them has to.
const looked = (text) => text.length + text.charCodeAt(text.length - 1);

const results = {};
for (const [name, rows] of Object.entries(engines)) {
  let shortest = Infinity;
  let lengths = 0;
  for (let round = 0; round < rounds; round += 1) {
    const start = performance.now();
    for (const person of people) {
      for (let at = 0; at < rows.length; at += 1) lengths += looked(rows[at](person));
    }
    shortest = Math.min(shortest, performance.now() - start);
  }
  const values = people.map((person) => rows.map((row) => row(person)));
  results[name] = { perSecond: (people.length * rows.length * 1000) / shortest, values, lengths };
}

// The only one that promises its values; it is slow, so it gets fewer rounds.
let shortest = Infinity;
let values;
for (let round = 0; round < 3; round += 1) {
  const start = performance.now();
  values = [];
  for (const person of people) {
    const made = [];
    for (const row of jsonataParsed) made.push(await row.evaluate(person));
    values.push(made);
  }
  shortest = Math.min(shortest, performance.now() - start);
}
results.jsonata = { perSecond: (people.length * jsonataRows.length * 1000) / shortest, values };
console.log(JSON.stringify(results));
