import { findAddresses } from './detectors/addresses.ts';
import { findAssignments } from './detectors/assignments.ts';
import type { DetectionContext, Detector, TextUse } from './detectors/detector.ts';
import { findFolders } from './detectors/folders.ts';
import { findHardware } from './detectors/hardware.ts';
import { findHomes } from './detectors/homes.ts';
import { findHosts } from './detectors/hosts.ts';
import { findMail } from './detectors/mail.ts';
import { findTokens } from './detectors/tokens.ts';
import { findUrlCredentials } from './detectors/urls.ts';
import { findUuids } from './detectors/uuids.ts';
import { findVolumes } from './detectors/volumes.ts';
import type { Finding } from './kinds.ts';
import { isSealedPath } from './names.ts';
import { pseudonymsIn } from './pseudonym.ts';

const findNames: Detector = (text, { names, policy, use }, found) => {
  if (use !== 'path' || !isSealedPath(text)) found.push(...names.find(text, use === 'path', policy));
};
const findHostsOffTheSystem: Detector = (text, context, found) => {
  if (context.use !== 'path' || !isSealedPath(text)) findHosts(text, context, found);
};

/** In order of precedence: where two claim the same stretch, the first names it. */
const DETECTORS: readonly Detector[] = [
  findUrlCredentials,
  findAssignments,
  findMail,
  findHomes,
  findVolumes,
  findFolders,
  findUuids,
  findHardware,
  findTokens,
  findAddresses,
  findHostsOffTheSystem,
  findNames,
];

/** Texts without any of these marks hold nothing but perhaps a learned name. Wide on purpose: they only save time. */
const SUSPICIOUS_PATH =
  /[@%=\\:]|users|\/home|managed |\/var\/(?:folders|mail|at|db\/sudo)|volumes\/|[0-9a-f]{8}-[0-9a-f]{4}|eyj|[a-z0-9_+=-]{24}|BEGIN|xox|s[ -]i?mac|-mac|serial|bearer|basic|negotiate|sk-|k_live|k_test|ya29|sg\.|hv[sb]\.|glpat|pypi|akia|asia/i;
const SUSPICIOUS_TEXT =
  /[@%=\\:]|\/|users|[0-9a-f]{8}-[0-9a-f]{4}|eyj|[a-z0-9_+=-]{20}|BEGIN|xox|mac|\.local|serial|bearer|basic|negotiate|sk-|k_live|k_test|ya29|sg\.|hv[sb]\.|glpat|pypi|akia|asia|\d\.\d/i;

/** Everything in a text that must not stay: sorted, without overlap, pseudonyms left out. */
export function detect(text: string, context: DetectionContext): readonly Finding[] {
  const found = run(text, context);
  if (found.length === 0) return found;
  const pseudonyms = pseudonymsIn(text);
  if (pseudonyms.length === 0) return settle(text, found);
  // Redacted before: seen again without the pseudonyms, which look random and stand where names do.
  const masked = mask(text, pseudonyms);
  const left = run(masked, context).filter(({ start, end }) => !isMaskedWhole(masked.slice(start, end)));
  return settle(
    text,
    left.map((finding) => ({ ...finding, identity: text.slice(finding.start, finding.end) })),
  );
}

function run(text: string, context: DetectionContext): readonly Finding[] {
  if (isSuspicious(text, context.use)) return findEverything(text, context);
  const found: Finding[] = [];
  findNames(text, context, found);
  return found;
}

/** Whether any detector but the one for learned names could find something. */
export function isSuspicious(text: string, use: TextUse): boolean {
  return (use === 'path' ? SUSPICIOUS_PATH : SUSPICIOUS_TEXT).test(text);
}

/** Every detector's claims, in order of precedence. */
export function findEverything(text: string, context: DetectionContext): readonly Finding[] {
  const found: Finding[] = [];
  for (const detector of DETECTORS) detector(text, context, found);
  return found;
}

/** A character no detector takes for a letter, a digit or a mark. */
const MASK = '\ue000';

function mask(text: string, stretches: readonly (readonly [number, number])[]): string {
  const units = text.split('');
  for (const [start, end] of stretches) units.fill(MASK, start, end);
  return units.join('');
}

function isMaskedWhole(text: string): boolean {
  return text.includes(MASK) && !/[\p{L}\p{N}\ud800-\udfff]/u.test(text);
}

/** Claims that overlap in one chain; more than any text has that was not made for it. */
const MOST_IN_CHAIN = 32;

/** One claim for each stretch of text, sorted. */
function settle(text: string, found: readonly Finding[]): readonly Finding[] {
  const ranked = found
    .filter(({ start, end }) => start < end)
    .map((finding, rank) => ({ finding, rank }))
    .sort((a, b) => a.finding.start - b.finding.start || a.rank - b.rank);
  const settled: Finding[] = [];
  for (let from = 0; from < ranked.length;) {
    let to = from;
    let reach = 0;
    for (
      let next = ranked[to];
      next !== undefined && (to === from || next.finding.start < reach);
      next = ranked[to]
    ) {
      reach = Math.max(reach, next.finding.end);
      to += 1;
    }
    const chain = ranked.slice(from, to).sort((a, b) => a.rank - b.rank);
    settled.push(
      ...settleChain(
        text,
        chain.map(({ finding }) => finding),
      ),
    );
    from = to;
  }
  return settled;
}

function settleChain(text: string, chain: readonly Finding[]): readonly Finding[] {
  const [first] = chain;
  if (chain.length === 1 || first === undefined) return chain;
  if (chain.length > MOST_IN_CHAIN) {
    const start = chain.reduce((earliest, one) => Math.min(earliest, one.start), first.start);
    const end = chain.reduce((last, one) => Math.max(last, one.end), first.end);
    return [{ start, end, kind: first.kind, identity: text.slice(start, end) }];
  }
  const settled: Finding[] = [];
  for (const finding of chain) place(text, settled, finding);
  return settled.sort((a, b) => a.start - b.start);
}

function place(text: string, settled: Finding[], later: Finding): void {
  // The host of a URL may stay: a mail address seen in `user@host` gives way to the credential.
  if (
    later.kind === 'email' &&
    settled.some(({ kind, start, end }) => kind === 'credential' && start < later.end && later.start < end)
  ) {
    return;
  }
  let claim = later;
  for (let at = settled.length - 1; at >= 0; at -= 1) {
    const earlier = settled[at];
    if (earlier === undefined || earlier.end <= claim.start || claim.end <= earlier.start) continue;
    if (earlier.start <= claim.start && claim.end <= earlier.end) return;
    settled.splice(at, 1);
    if (claim.start <= earlier.start && earlier.end <= claim.end) continue;
    const start = Math.min(earlier.start, claim.start);
    const end = Math.max(earlier.end, claim.end);
    // Neither holds the other: both together, so that no part of either is left over.
    claim = { start, end, kind: earlier.kind, identity: text.slice(start, end) };
  }
  settled.push(claim);
}
