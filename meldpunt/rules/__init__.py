"""Pure rules over dates and statements; `client/src/rules/` is the twin in TypeScript. No Django, no clock."""
