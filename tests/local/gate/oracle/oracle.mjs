// Reads one case a line from standard input and answers each with a line: {"allowed": boolean}.
// A case that the simulator does not take is answered with {"error": text}.

import { createInterface } from "node:readline";
import { runSimulation } from "@cloud-copilot/iam-simulate";

const named = (policies) => policies.map((policy, index) => ({ name: `p${index}`, policy }));

async function answer(given) {
  const result = await runSimulation(
    {
      request: {
        principal: given.principal,
        action: given.action,
        resource: { resource: given.resource, accountId: given.account },
        contextVariables: given.context,
      },
      identityPolicies: named(given.identity),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      ...(given.session && { sessionPolicy: given.session }),
      ...(given.boundary && { permissionBoundaryPolicies: named([given.boundary]) }),
      ...(given.resource_policy && { resourcePolicy: given.resource_policy }),
    },
    {},
  );
  if (result.resultType === "error") {
    return { error: JSON.stringify(result.errors) };
  }
  if (result.result.ignoredContextKeys.length > 0) {
    return { error: `ignored ${result.result.ignoredContextKeys}` };
  }
  return { allowed: result.overallResult === "Allowed" };
}

for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(await answer(JSON.parse(line))));
}
