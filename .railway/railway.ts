// Railway's Infrastructure as Code, the successor of railway.json. A project uses one of the two.
// docs/operating/deploying.md says what each number is for; `npm test` in this folder checks it.
import { defineRailway, github, postgres, preserve, project, service } from "railway/iac";

export default defineRailway(() => {
  const database = postgres("Postgres");

  const server = service("comanda", {
    source: github("OWNER/comanda", { branch: "main" }), // yours
    build: { builder: "DOCKERFILE", dockerfilePath: "Dockerfile" },
    preDeploy: ["java @comanda migrate"],
    healthcheck: "/ready",
    healthcheckTimeout: 120,
    replicas: 1,
    deploy: {
      restartPolicyType: "ON_FAILURE",
      restartPolicyMaxRetries: 10,
      overlapSeconds: 20,
      drainingSeconds: 60, // the default is 0: SIGKILL at once
    },
    env: {
      DATABASE_URL: database.env.DATABASE_URL,
      JWT_SECRET: preserve(), // set once in the dashboard: comanda secret
      ENCRYPTION_KEY: preserve(),
      HEALTHCHECK_TOKEN: preserve(),
      ADMIN_PASSWORD: preserve(),
      DB_POOL_SIZE: "8",
      SHUTDOWN_DRAIN_SECONDS: "0",
    },
  });

  return project("comanda", { resources: [database, server] });
});
