import type { Attack } from '../suite';
import type { PolicyCase } from './case';
import { failedOnce } from './failedOnce';
import { knownDifferences } from './knownDifferences';
import { credentialsOf, isPlain, makePrincipal, putInline } from './principal';
import { makeTarget, putResourcePolicies, withResources } from './resources';
import type { Scene } from './scene';
import type { Stage } from './stage';

/** How services call a denial. */
const DENIED = /^(AccessDenied|AuthorizationError|UnauthorizedOperation)/;

/** The account holds when the outcome of the request is the documented one, be it an answer or a denial. */
export function attackOf(one: PolicyCase): Attack<Stage> {
  return {
    name: one.name,
    always: failedOnce.has(one.name),
    run: async (stage) => {
      if (!knownDifferences.has(one.name)) return judge(stage, one);
      const wrong = await judge(stage, one).catch((error: unknown) => String(error));
      return wrong === undefined ? 'it is as documented now: take it off the known differences' : undefined;
    },
  };
}

/** @returns how an outcome is another than the documented one, if it is */
async function judge(stage: Stage, one: PolicyCase): Promise<string | undefined> {
  const scene = await setUp(stage, one);
  const steps = [{ change: async () => undefined, expect: one.expect }, ...(one.after ?? [])];
  for (const [i, { change, expect }] of Object.entries(steps)) {
    await change(scene.asDeployer());
    const outcome = await outcomeOf(one, scene);
    if (outcome.is !== expect)
      return `${i !== '0' ? `after change ${i}, ` : ''}documented is ${expect}, but ${outcome.text} (${one.page})`;
  }
  return undefined;
}

async function outcomeOf(
  { request, refusal = DENIED }: PolicyCase,
  scene: Scene,
): Promise<{ is: 'allow' | 'deny' | 'neither'; text: string }> {
  try {
    await request(scene);
    return { is: 'allow', text: 'it was answered' };
  } catch (thrown) {
    const { name, message } = thrown as Error;
    return { is: refusal.test(name) ? 'deny' : 'neither', text: `it failed: ${name}: ${message}` };
  }
}

/** Makes what the case describes, and gives the account as its principal meets it. */
async function setUp(stage: Stage, one: PolicyCase): Promise<Scene> {
  const made = `case${stage.next()}`;
  const plain = isPlain(one);
  const scene = await withResources(stage.deployer, one, made, plain ? stage.plain.name : made);
  if (plain) {
    await putInline(scene, one);
    await putResourcePolicies(scene, one);
    return scene.as(stage.plain.by);
  }
  await makePrincipal(scene, one);
  if (one.target) await makeTarget(scene, one.target);
  const by = await credentialsOf(scene, one);
  await putResourcePolicies(scene, one);
  return scene.as(by);
}
