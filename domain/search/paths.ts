import { type Name, Names } from './names';

/** A category's path: what items share, so that a search counts it once for all of its levels. */
export interface CategoryPath {
  id: number;
  folded: string;
  /** `Games`, `Games > Card Games`: every level from the top. */
  levels: Name[];
  items: number;
}

/** The paths of all items. */
export class Paths {
  readonly levels = new Names();
  /** By ID, with gaps. */
  readonly all: (CategoryPath | undefined)[] = [];
  private readonly byFolded = new Map<string, CategoryPath>();
  private readonly freeIds: number[] = [];

  /** `folded` and `spelled`: the path down to each of its levels. */
  add(folded: string[], spelled: string[]): CategoryPath {
    const levels = folded.map((each, level) => this.levels.add(each, spelled[level]!));
    const key = folded.at(-1) ?? '';
    let path = this.byFolded.get(key);
    if (!path) {
      path = { id: this.freeIds.pop() ?? this.all.length, folded: key, levels, items: 0 };
      this.all[path.id] = path;
      this.byFolded.set(key, path);
    }
    path.items += 1;
    return path;
  }

  remove(path: CategoryPath, spelled: string[]): void {
    path.levels.forEach((level, at) => this.levels.remove(level, spelled[at]!));
    path.items -= 1;
    if (path.items > 0) return;
    this.byFolded.delete(path.folded);
    this.all[path.id] = undefined;
    this.freeIds.push(path.id);
  }
}
