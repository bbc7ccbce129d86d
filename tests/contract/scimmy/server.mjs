// A SCIM server made of SCIMMY and Express, with people in memory. Prints its base URL on one line.
// Environment: TOKEN is the bearer token; NAIVE=1 leaves paging to SCIMMY, as its README does.
import { randomUUID } from "node:crypto";
import express from "express";
import SCIMMY from "scimmy";
import SCIMMYRouters from "scimmy-routers";

/** Serves one resource type from a map. */
function declare(type, unique) {
  const rows = new Map();
  const now = () => new Date().toISOString();
  SCIMMY.Resources.declare(type)
    .ingress((resource, data) => {
      const id = resource.id ?? randomUUID();
      if (resource.id && !rows.has(id)) throw new SCIMMY.Types.Error(404, null, `Resource ${id} not found`);
      for (const [other, row] of rows) {
        if (other !== id && String(row[unique]).toLowerCase() === String(data[unique]).toLowerCase()) {
          throw new SCIMMY.Types.Error(409, "uniqueness", `${unique} is taken`);
        }
      }
      const created = rows.get(id)?.meta.created ?? now();
      const row = { ...JSON.parse(JSON.stringify(data)), id, meta: { created, lastModified: now() } };
      rows.set(id, row);
      return row;
    })
    .egress((resource) => {
      if (resource.id) {
        if (!rows.has(resource.id)) throw new SCIMMY.Types.Error(404, null, `Resource ${resource.id} not found`);
        return rows.get(resource.id);
      }
      let found = [...rows.values()];
      if (resource.filter) found = resource.filter.match(found);
      if (process.env.NAIVE === "1" || !resource.constraints) return found;
      const { startIndex = 1, count = 20 } = resource.constraints;
      const first = Math.max(Number(startIndex), 1) - 1;
      // SCIMMY cuts a list that is longer than a page; one that is cut already must say how long it was.
      resource.constraints.totalResults = found.length;
      return found.slice(first, first + Math.min(Math.max(Number(count), 0), 200));
    })
    .degress((resource) => {
      if (!rows.delete(resource.id)) throw new SCIMMY.Types.Error(404, null, `Resource ${resource.id} not found`);
    });
}

SCIMMY.Resources.User.extend(SCIMMY.Schemas.EnterpriseUser);
declare(SCIMMY.Resources.User, "userName");
declare(SCIMMY.Resources.Group, "displayName");

const app = express();
app.use("/scim", new SCIMMYRouters({
  type: "bearer",
  handler: (request) => {
    if (request.header("Authorization") !== `Bearer ${process.env.TOKEN}`) throw new Error("The token is unknown");
    return "tester";
  },
}));
const server = app.listen(0, "127.0.0.1", () => {
  process.stdout.write(`http://127.0.0.1:${server.address().port}/scim\n`);
});
