// The same eight rows for the same people, by one of the engines that can be installed. Prints what came out, and evaluations
// a second: every value is made and looked at, and none is kept.
import { readFileSync } from "node:fs";
import { Environment } from "@marcbachmann/cel-js";
import exprEval from "expr-eval";
import { compileExpression } from "filtrex";
import { LogicEngine } from "json-logic-engine";
import jsonata from "jsonata";
import justin from "subscript/justin";

const people = JSON.parse(readFileSync(process.argv[2], "utf8"));
const rounds = Number(process.argv[3]);
const name = process.argv[4];

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
// Texts have the methods of JavaScript there.
const justinRows = [
  `userPrincipalName`,
  `givenName + " " + surname`,
  `mail.toLowerCase()`,
  `IsSoftDeleted == "False" ? "True" : "False"`,
  `department == "Harbor" ? "Yes" : "No"`,
  `mailNickname + "@halcyon.example"`,
  `givenName.slice(0, 1)`,
  `telephoneNumber.replaceAll(" ", "")`,
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

// JavaScript itself, for comparison.
const byHand = [
  (person) => person.userPrincipalName,
  (person) => person.givenName + " " + person.surname,
  (person) => person.mail.toLowerCase(),
  (person) => (person.IsSoftDeleted === "False" ? "True" : "False"),
  (person) => (person.department === "Harbor" ? "Yes" : "No"),
  (person) => person.mailNickname + "@halcyon.example",
  (person) => person.givenName.slice(0, 1),
  (person) => person.telephoneNumber.replaceAll(" ", ""),
];

const own = { lower, left, without };

const byParser = () => {
  const parser = new exprEval.Parser();
  Object.assign(parser.functions, own);
  return exprRows.map((text) => {
    const row = parser.parse(text);
    return (person) => row.evaluate(person);
  });
};
const byCel = () => {
  const cel = new Environment().registerFunction("without(string, string): string", without);
  for (const attribute of Object.keys(people[0])) cel.registerVariable(attribute, "string");
  return celRows.map((row) => cel.parse(row));
};
const byLogic = () => {
  const engine = new LogicEngine();
  for (const [name, method] of Object.entries(own)) {
    engine.addMethod(name, { method: (given) => method(...given) }, { deterministic: true, sync: true });
  }
  return logicRows.map((row) => engine.build(row));
};

// Each row as one function of a person.
const engines = {
  jsonata: () => jsonataRows.map((row) => jsonata(row)).map((row) => (person) => row.evaluate(person)),
  "expr-eval": byParser,
  filtrex: () => filtrexRows.map((row) => compileExpression(row, { extraFunctions: { ...own, join } })),
  "cel-js": byCel,
  subscript: () => justinRows.map((row) => justin(row)),
  "json-logic-engine": byLogic,
  JavaScript: () => byHand,
};

const rows = engines[name]();
// JSONata only promises its values.
const isPromised = rows[0](people[0]) instanceof Promise;

// JavaScript puts texts together only when one of their letters is asked for, as whoever sends them has to.
const looked = (text) => text.length + text.charCodeAt(text.length - 1);

const round = () => {
  let lengths = 0;
  for (const person of people) {
    for (let at = 0; at < rows.length; at += 1) lengths += looked(rows[at](person));
  }
  return lengths;
};
const promisedRound = async () => {
  let lengths = 0;
  for (const person of people) {
    for (let at = 0; at < rows.length; at += 1) lengths += looked(await rows[at](person));
  }
  return lengths;
};

let shortest = Infinity;
let lengths = 0;
// It is slow, too, and gets fewer rounds.
for (let left = isPromised ? 3 : rounds; left > 0; left -= 1) {
  const start = performance.now();
  lengths += isPromised ? await promisedRound() : round();
  shortest = Math.min(shortest, performance.now() - start);
}
const values = await Promise.all(people.map((person) => Promise.all(rows.map((row) => row(person)))));
const perSecond = (people.length * rows.length * 1000) / shortest;
console.log(JSON.stringify({ perSecond, values, lengths }));
