import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["client/tests/**/*.test.ts"],
    environment: "node",
    testTimeout: 60_000,
    maxWorkers: 2,
  },
});
