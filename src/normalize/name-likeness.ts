/**
 * Tells names that people gave from names that a generator drew, where a token has no shape to go by (`ztvXap`, `OgkMhN`).
 *
 * A naive Bayes sum over neighbouring characters: how much likelier the pair is in a name than in base62 noise, in half bits, once for
 * the letters without case and once for their classes (lower, upper, digit). Counted once over 9,916 tokens: names of the man pages that
 * Apple ships, and program paths and signing ids of macOS in public detection rules. On tokens left out of the count, at 0 half of a
 * percent of names of 8 characters fall below and 99 of 100 random ones do; at 6 characters it is 3 and 96 of 100.
 */

/** Rows: the letter before (first row: no letter before). Columns: this letter. `m` is 0, each step half a bit. */
const LETTERS = [
  'nlonlnpkmgjmoljofmpmljljfh',
  'dkongioelahpnpdnepnqljhike',
  'ofklojfeppjpkhpjannkpeedmh',
  'pgljpggqkaonimqjanlolfcdia',
  'pmknskjhqehmkjnkbmmkmghdha',
  'ninnlkjficfompilgroqikinic',
  'mhlkonierddmkhqidponniffjb',
  'liikthhjobfrjlkjapmikgdcde',
  'sgklrkgfoagklkpkammnkehche',
  'llomllmadaconrombloockbkak',
  'pklmqlkinkilikqmemonnkijee',
  'nkknsmogpfalmkklhjommijaia',
  'oklmqjkgqchnjjqlcjmnoigeka',
  'rlilrhgfnaijlhprdflikkfeib',
  'ohoppmoimdijjonjaioqkkhbec',
  'jmnngkmbjejonqnnaqnmnjlkdb',
  'phlmqiijmaiojhpndppnleidkc',
  'fimikifkjffolkiifnijuijfff',
  'pjlmrjiepajnmkpjclnnklfbla',
  'liolqihnobkkjlmmhiormhiema',
  'pjmlqkimpbhkkjolcpnmlgjfkc',
  'lmlmmljbmacnmqioepoqiddhaa',
  'qilisjigrddjlhmkafjgdfmdea',
  'qlnmojklrdgkkmokfnokigjaad',
  'njomomlgnbekmijqfiorgffkne',
  'mkmollkhlahmmpmqakqnjhijhg',
  'qijksmiepeeljinjehpehhkehh',
];
/** Rows: the class before (none, lower, upper, digit). Columns: lower, upper, digit. Half bits. */
const CLASSES = [
  [1, -1, -8],
  [2, -6, -9],
  [1, 0, -7],
  [-2, -3, 4],
];
const ZERO = 'm'.charCodeAt(0);

/** Bits in favour of a name; below 0 it is likelier noise. `token` is letters and digits only. */
export function nameLikeness(token: string): number {
  let halfBits = 0;
  let row = 0;
  let classRow = 0;
  for (let index = 0; index < token.length; index++) {
    const code = token.charCodeAt(index);
    const column = classOf(code);
    halfBits += CLASSES[classRow]?.[column] ?? 0;
    classRow = column + 1;
    if (column === 2) {
      row = 0;
      continue;
    }
    const letter = (code | 0x20) - 0x61;
    halfBits += (LETTERS[row]?.charCodeAt(letter) ?? ZERO) - ZERO;
    row = letter + 1;
  }
  return halfBits / 2;
}

function classOf(code: number): 0 | 1 | 2 {
  if (code <= 0x39) return 2;
  return code >= 0x61 ? 0 : 1;
}
