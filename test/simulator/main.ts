/**
 * By hand: node test/simulator/main.ts --scenario ota --version 26.2 --seed 7 [--from 26.1] [--noise 3] [--inject NAME[:VARIANT]]
 *          [--events N] [--tokens array] [--initiator cli] [--negative NAME] [--list] > out.jsonl
 */
import process from 'node:process';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { findInjection, INJECTIONS } from './injections/injections.ts';
import { findNegative, NEGATIVES } from './negatives/all.ts';
import { SCENARIOS, simulate, type Scenario } from './simulate.ts';
import { findStep, findVersion, VERSIONS } from './versions.ts';

const { values } = parseArgs({
  options: {
    scenario: { type: 'string', default: 'ota' },
    version: { type: 'string', default: '26.2' },
    from: { type: 'string' },
    seed: { type: 'string', default: '1' },
    noise: { type: 'string', default: '1' },
    inject: { type: 'string' },
    events: { type: 'string', default: '0' },
    tokens: { type: 'string', default: 'object' },
    initiator: { type: 'string', default: 'gui' },
    negative: { type: 'string' },
    list: { type: 'boolean', default: false },
  },
});

function list(): string {
  const versions = VERSIONS.map(({ product, build }) => `  ${product} ${build}`);
  const injections = INJECTIONS.map(
    ({ name, variants }) => `  ${name} (${variants.map((variant) => variant.note).join('; ')})`,
  );
  const negatives = NEGATIVES.map(({ name, title }) => `  ${name}: ${title}`);
  return `scenarios: ${SCENARIOS.join(', ')}\nversions:\n${versions.join('\n')}\ninjections:\n${injections.join('\n')}\nnegative cases:\n${negatives.join('\n')}\n`;
}

function scenarioOf(name: string): Scenario {
  const found = SCENARIOS.find((scenario) => scenario === name);
  if (found === undefined) throw new Error(`Unknown scenario ${name}; known: ${SCENARIOS.join(', ')}`);
  return found;
}

async function main(): Promise<void> {
  if (values.list) {
    process.stdout.write(list());
    return;
  }
  const scenario = scenarioOf(values.scenario);
  const idle = findVersion(values.version);
  const step = scenario === 'control' ? { from: idle, to: idle } : findStep(values.version, values.from);
  const { lines } = simulate({
    scenario,
    step,
    seed: values.seed,
    noise: Number(values.noise),
    initiator: values.initiator === 'cli' ? 'cli' : 'gui',
    tokenForm: values.tokens === 'array' ? 'array' : 'object',
    minimumEvents: Number(values.events),
    ...(values.negative === undefined ? {} : { negative: findNegative(values.negative) }),
    ...(values.inject === undefined ? {} : { tweaks: findInjection(values.inject).tweaks }),
  });
  process.stdout.on('error', () => process.exit(0));
  let chunk = '';
  for (const line of lines) {
    chunk += `${line}\n`;
    if (chunk.length < 1_000_000) continue;
    if (!process.stdout.write(chunk)) await once(process.stdout, 'drain');
    chunk = '';
  }
  process.stdout.write(chunk);
}

await main();
