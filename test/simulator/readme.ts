/** The text of traces/README.md: what is synthetic, which signing ids are guesses, what separates the versions. */
import { NEGATIVES } from './negatives/all.ts';
import { SOURCES } from './evidence.ts';
import { UPGRADE_PROGRAMS, upgradePrograms, type KnownProgram } from './upgrade-programs.ts';
import { CHANGES, type Step } from './versions.ts';

export interface SampleFamily {
  readonly step: Step;
  readonly traces: readonly string[];
}

const cell = (text: string): string =>
  text.replaceAll('|', '\\|').replaceAll(/([<>])/g, (sign) => (sign === '<' ? '&lt;' : '&gt;'));
const row = (...cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;

function programRow({ program, evidence }: KnownProgram): string {
  const basis = program.signingBasis === 'guess' ? '**guess**' : program.signingBasis;
  return `| \`${program.path}\` | \`${program.signingId}\` | ${basis} | ${cell(evidence)} |`;
}

export function tracesReadme(families: readonly SampleFamily[]): string {
  const programs = upgradePrograms('…/Install macOS Tahoe.app', 'Tahoe');
  return `# Sample traces: synthetic

Nobody recorded these. No public recording of a macOS upgrade by eslogger is known, so a simulator (\`test/simulator\`) wrote them
from public sources about upgrades, with random noise, deterministic by seed. Every trace says so in its header: provenance
\`synthetic\`. They show what esdrift does; they are no evidence of how macOS behaves. Do not derive detections from them.

\`npm run traces\` writes them and \`../baselines\` again, byte for byte; a test compares.

## Files

${families.map(({ step, traces }) => `- macOS ${step.from.product} (${step.from.build}) to ${step.to.product} (${step.to.build}): ${traces.length} traces\n${traces.map((name) => `  - \`${name}\``).join('\n')}`).join('\n')}

\`ota\`: update over the air, asked for at the command line. \`full-installer\`: \`Install macOS ….app\` opened by the user.
\`control\`: no upgrade, with the usual false alarms (update checks, other assets, the recovery system's own brain).
Every upgrade has two segments: up to the restart on the source system, and from the first boot on on the target.

## Negative cases

What looks like an upgrade and is none, and one upgrade that comes to nothing; on macOS 26.2, in files called \`….negative.arm64.NAME.jsonl.zst\`.

| name | what happens | what sources show | what we filled in |
|-|-|-|-|
${NEGATIVES.map(({ name, title, evidence, guess }) => row(name, title, evidence, guess)).join('\n')}

## What separates the versions

| from | acts | change | what sources show | release |
|-|-|-|-|-|
${CHANGES.map(({ since, actor, summary, evidence, placement }) => row(since, actor, summary, evidence, placement)).join('\n')}

## Programs

Signing ids marked **guess** are taken over from file names; no public source shows them. Paths, parents and responsible
processes are as good as the evidence says.

| path | signing id | basis | evidence |
|-|-|-|-|
${UPGRADE_PROGRAMS.map((id) => programRow(programs[id])).join('\n')}

Other programs of macOS in the background have guessed signing ids too. Other vendors, their team ids and all users are invented.
Names that occur nowhere outside: \`downloadDir\` file names, mobileassetd's folder for copies, \`prepare.db\`.

## Sources

${Object.entries(SOURCES)
  .map(([key, text]) => `- ${key}: ${text}`)
  .join('\n')}
`;
}

export function baselinesReadme(families: readonly SampleFamily[]): string {
  const steps = families.map(
    ({ step }) =>
      `- macOS ${step.from.product} (${step.from.build}) to ${step.to.product} (${step.to.build})`,
  );
  return `# Sample baselines: synthetic

Merged from the synthetic traces in \`../traces\` (\`npm run traces\`), one per method of a version step, with the controls of the
source system as background. They show what esdrift does; they are no evidence of how macOS behaves.

${steps.join('\n')}

\`esdrift baseline show FILE\` reads one; \`esdrift diff FILE TRACE\` compares with it.
`;
}
