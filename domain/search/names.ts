/** A brand, a level of categories, a size or a style, as items name it. */
export interface Name {
  /** A small number, given to another name when no item has this one any more. */
  id: number;
  folded: string;
  /** How items spell it, and how many do. */
  spellings: Map<string, number>;
}

/** Names that differ in case or accents only are one. */
export class Names {
  /** By ID, with gaps. */
  readonly all: (Name | undefined)[] = [];
  private readonly byFolded = new Map<string, Name>();
  private readonly freeIds: number[] = [];

  get isEmpty(): boolean {
    return this.byFolded.size === 0;
  }

  get(folded: string): Name | undefined {
    return this.byFolded.get(folded);
  }

  add(folded: string, spelling: string): Name {
    let name = this.byFolded.get(folded);
    if (!name) {
      name = { id: this.freeIds.pop() ?? this.all.length, folded, spellings: new Map() };
      this.all[name.id] = name;
      this.byFolded.set(folded, name);
    }
    name.spellings.set(spelling, (name.spellings.get(spelling) ?? 0) + 1);
    return name;
  }

  remove(name: Name, spelling: string): void {
    const left = (name.spellings.get(spelling) ?? 0) - 1;
    if (left > 0) name.spellings.set(spelling, left);
    else name.spellings.delete(spelling);
    if (name.spellings.size > 0) return;
    this.byFolded.delete(name.folded);
    this.all[name.id] = undefined;
    this.freeIds.push(name.id);
  }
}

/** The spelling of most items; of equally frequent ones the first in order, so that the order of arrival does not matter. */
export function spellingOf({ spellings }: Name): string {
  let best = '';
  let most = 0;
  for (const [spelling, items] of spellings) {
    if (items > most || (items === most && spelling < best)) [best, most] = [spelling, items];
  }
  return best;
}
