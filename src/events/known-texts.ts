/** Texts that came before, each once, with what was made of it. */
import { argumentsTemplate } from '../normalize/arguments.ts';
import { normalizeNewPath } from '../normalize/path.ts';
import type { ProgramImage } from '../model/known-programs.ts';
import { canonicalPath } from '../normalize/rules/canonical-path.ts';
import { NumberedPrograms } from './numbered-programs.ts';

export interface KnownText {
  /** A list has a zero behind each of its elements. */
  readonly text: string;
  /** Its place in the columns at hand, -1 where it has none yet. */
  at: number;
  template: KnownText | undefined;
  canonical: KnownText | undefined;
}

interface KnownProgram {
  readonly key: KnownText;
  readonly number: number | undefined;
}

const END_OF_ELEMENT = '\0';

export function elementsOf({ text }: KnownText): readonly string[] {
  return text.split(END_OF_ELEMENT).slice(0, -1);
}

export class KnownTexts {
  /** By the module's numbers. */
  #numbered: KnownText[] = [];
  /** Not in the lines as they are. */
  readonly #made = new Map<string, KnownText>();
  readonly #programs = new NumberedPrograms();

  add(text: string): void {
    this.#numbered.push(newText(text));
  }

  get(id: number): KnownText | undefined {
    return this.#numbered[id];
  }

  make(text: string): KnownText {
    let known = this.#made.get(text);
    if (known === undefined) this.#made.set(text, (known = newText(text)));
    return known;
  }

  templateOfPath(path: KnownText): KnownText {
    return (path.template ??= this.make(normalizeNewPath(path.text)));
  }

  templateOfArguments(list: KnownText): KnownText {
    return (list.template ??= this.make(argumentsTemplate(elementsOf(list))));
  }

  canonicalPath(path: KnownText): KnownText {
    if (path.canonical !== undefined) return path.canonical;
    const canonical = canonicalPath.apply(path.text);
    return (path.canonical = canonical === path.text ? path : this.make(canonical));
  }

  programOf(image: ProgramImage): KnownProgram {
    const { key, number } = this.#programs.of(image);
    return { key: this.make(key), number };
  }

  /** The columns of another frame begin. */
  displace(): void {
    for (const known of this.#numbered) known.at = -1;
    for (const known of this.#made.values()) known.at = -1;
  }

  clear(): void {
    this.#numbered = [];
    this.#made.clear();
  }
}

function newText(text: string): KnownText {
  return { text, at: -1, template: undefined, canonical: undefined };
}
