/**
 * What was worked out about a program, for every image of it: images come anew with each frame of a trace, and with each execution. Two are the same
 * program here where all that a condition on it can ask for is equal. Bounded: when there are too many, all are worked out again.
 */
import type { AuditToken, ProcessImage } from './event.ts';

/** What two images of one program have in common. */
export type ProgramImage = Pick<
  ProcessImage,
  | 'executable'
  | 'signingId'
  | 'teamId'
  | 'cdhash'
  | 'codesigningFlags'
  | 'isPlatformBinary'
  | 'validationCategory'
  | 'programNumber'
> & { readonly token: Pick<AuditToken, 'euid'> };

interface Known<About> {
  readonly image: ProgramImage;
  readonly about: About;
}

const MOST_PROGRAMS = 4_096;
/** Programs that have one path, by their signatures, flags and users. */
const MOST_AT_A_PATH = 16;

export class KnownPrograms<Image extends ProgramImage, About> {
  readonly #workOut: (image: Image) => About;
  readonly #byPath = new Map<string, Known<About>[]>();
  readonly #byNumber = new Map<number, About>();
  #size = 0;
  #lastImage: Image | undefined;
  #last: About | undefined;

  constructor(workOut: (image: Image) => About) {
    this.#workOut = workOut;
  }

  of(image: Image): About {
    if (image === this.#lastImage && this.#last !== undefined) return this.#last;
    this.#lastImage = image;
    this.#last = this.#numbered(image) ?? this.#find(image) ?? this.#add(image);
    return this.#last;
  }

  #numbered(image: Image): About | undefined {
    const { programNumber } = image;
    if (programNumber === undefined) return undefined;
    let about = this.#byNumber.get(programNumber);
    if (about === undefined) {
      about = this.#find(image) ?? this.#add(image);
      if (this.#byNumber.size >= MOST_PROGRAMS) this.#byNumber.clear();
      this.#byNumber.set(programNumber, about);
    }
    return about;
  }

  #find(image: Image): About | undefined {
    for (const known of this.#byPath.get(image.executable) ?? [])
      if (isSame(known.image, image)) return known.about;
    return undefined;
  }

  #add(image: Image): About {
    if (this.#size >= MOST_PROGRAMS) {
      this.#byPath.clear();
      this.#size = 0;
    }
    const there = this.#byPath.get(image.executable) ?? [];
    if (there.length >= MOST_AT_A_PATH) this.#size -= there.splice(0).length;
    const about = this.#workOut(image);
    there.push({ image, about });
    this.#byPath.set(image.executable, there);
    this.#size += 1;
    return about;
  }
}

function isSame(one: ProgramImage, other: ProgramImage): boolean {
  return (
    one.signingId === other.signingId &&
    one.teamId === other.teamId &&
    one.cdhash === other.cdhash &&
    one.codesigningFlags === other.codesigningFlags &&
    one.isPlatformBinary === other.isPlatformBinary &&
    one.validationCategory === other.validationCategory &&
    one.token.euid === other.token.euid
  );
}
