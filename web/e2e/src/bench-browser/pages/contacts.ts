/** The invented contacts of `cargo xtask bench vault`: a name, an e-mail address and a nickname, about 120 bytes. */
const FIRST =
  'Ada Boris Chiara Dmitri Elif Farid Greta Hanna Igor Jasmin Konrad Leonie Marta Nikolai Olga Paulina';
const LAST =
  'Ackermann Brandt Castellano Dietrich Engelhardt Fischbach Gutierrez Hofmeister Ivanova Jankowski Kowalczyk Lindqvist Marchetti Novotny Oberholzer Papadakis Rosenthal';

export type Contact = readonly [name: string, email: string, nickname: string];

export function contact(index: number): Contact {
  const pick = (names: string): string => {
    const all = names.split(' ');
    return all[index % all.length] ?? '';
  };
  const [first, last] = [pick(FIRST), pick(LAST)];
  const number = String(index).padStart(6, '0');
  return [
    `${first} ${last} ${number}`,
    `${first}.${last}.${number}@department.example.org`.toLowerCase(),
    `${first} from the choir, ${number}`,
  ];
}

/** What a search shows: how many there are, and the first fifty. */
export function hits(titles: readonly string[]): string[] {
  return [String(titles.length), ...titles.slice(0, 50)];
}
