// The same eight rows for the same people, by each engine that can be installed. Prints what came out, and evaluations a second.
import { readFileSync } from "node:fs";
import { Environment } from "@marcbachmann/cel-js";
import exprEval from "expr-eval";
import { compileExpression } from "filtrex";
import jsonata from "jsonata";

const people = JSON.parse(readFileSync(process.argv[2], "utf8"));
const rounds = Number(process.argv[3]);

// What an engine does not have is a function of this file, so that all come to the same.
const lower = (text) => text.toLowerCase();
const left = (text, count) => text.slice(0, count);
const without = (text, gone) => text.split(gone).join("");
const join = (separator, ...texts) => texts.join(separator);

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

const parser = new exprEval.Parser();
Object.assign(parser.functions, { lower, left, without });
const cel = new Environment().registerFunction("without(string, string): string", without);
for (const name of Object.keys(people[0])) cel.registerVariable(name, "string");

const functions = { extraFunctions: { lower, left, without, join } };
const filtrex = filtrexRows.map((row) => compileExpression(row, functions));
const expr = exprRows.map((row) => parser.parse(row));
const celParsed = celRows.map((row) => cel.parse(row));
const jsonataParsed = jsonataRows.map((row) => jsonata(row));

const engines = {
  filtrex: (person) => filtrex.map((row) => row(person)),
  "expr-eval": (person) => expr.map((row) => row.evaluate(person)),
  "cel-js": (person) => celParsed.map((row) => row(person)),
  jsonata: async (person) => {
    const values = [];
    for (const row of jsonataParsed) values.push(await row.evaluate(person));
    return values;
  },
};

const results = {};
for (const [name, one] of Object.entries(engines)) {
  const isAsync = name === "jsonata";
  let shortest = Infinity;
  let values;
  for (let round = 0; round < rounds; round += 1) {
    const start = performance.now();
    values = [];
    for (const person of people) values.push(isAsync ? await one(person) : one(person));
    shortest = Math.min(shortest, performance.now() - start);
  }
  results[name] = { perSecond: (people.length * filtrexRows.length * 1000) / shortest, values };
}
console.log(JSON.stringify(results));
