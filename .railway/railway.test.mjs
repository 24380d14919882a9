// railway.ts, evaluated as Railway's command line does, must ask for what railway.json asks for.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { createRailwayContext } from "railway/iac";
import program from "./railway.ts";

const { resources } = await program(createRailwayContext());
const server = resources.find((resource) => resource.name === "comanda");
const json = JSON.parse(readFileSync(new URL("../railway.json", import.meta.url), "utf8"));

test("both files build and deploy alike", () => {
  assert.deepEqual({ ...server.build }, json.build);
  assert.deepEqual({ ...server.deploy }, json.deploy);
});

test("the database is Railway's, and no secret stands in the file", () => {
  assert.equal(server.variables.DATABASE_URL.resource, "database.Postgres");
  for (const name of ["JWT_SECRET", "ENCRYPTION_KEY", "HEALTHCHECK_TOKEN", "ADMIN_PASSWORD"]) {
    assert.equal(server.variables[name].type, "preserve", name);
  }
});
