// Writes the sample catalogs beside this file: node programs/samples/generate.mjs
// The products are invented. The numbers come from a seeded generator, so that the same files come out every time.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const read = (file) => parse(readFileSync(join(import.meta.dirname, file), 'utf8'));

/** Numbers in [0, 1) that look random and never change (the mulberry32 generator). */
function seeded(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const random = seeded(20_260_101);
const between = (low, high) => low + Math.floor(random() * (high - low + 1));
/** A shop's price at or somewhat below `dearest`: 12.49, 12.99. */
const priceNear = (dearest) =>
  (Math.round(dearest * (0.72 + 0.28 * random())) - (random() < 0.5 ? 0.01 : 0.51)).toFixed(2);
/** Many items have a handful of reviews, a few have hundreds; one in twelve has none. */
const reviews = () => (random() < 1 / 12 ? 0 : Math.round(2 + 300 * random() ** 4));
const stars = (count) => (count === 0 ? '' : (3.6 + 1.4 * Math.sqrt(random())).toFixed(1));
const award = (awards) => (random() < 0.12 ? awards[between(0, awards.length - 1)] : '');
const numbered = (prefix, number) => `${prefix}-${String(number).padStart(4, '0')}`;

function toyRows() {
  const { kinds, awards } = read('toys.yaml');
  return kinds.flatMap(({ category, maker, ages, dearest, titles }) =>
    titles.map((title) => {
      const count = reviews();
      const stock = `${between(15, 80)} new`;
      const opinions = [count, between(0, 6), stars(count), award(awards)];
      return [title, category, maker, priceNear(dearest), stock, ...opinions, ...ages];
    }),
  );
}

function coffeeRows() {
  const { kinds, awards, roasters } = read('coffees.yaml');
  return kinds.flatMap(({ origin, notes, dearest, names }) =>
    names.map((name) => {
      const count = reviews();
      const roaster = roasters[between(0, roasters.length - 1)];
      const opinions = [count, stars(count), award(awards)];
      return [`${name}: ${notes}`, origin, roaster, priceNear(dearest), between(20, 120), ...opinions];
    }),
  );
}

function bookRows() {
  const { kinds, prizes } = read('books.yaml');
  return kinds.flatMap(({ subject, ages = ['', ''], authors, titles }) =>
    titles.map((title, index) => {
      const count = reviews() * 4;
      const [form, dearest] = random() < 0.6 ? ['paperback', 18] : ['hardcover', 34];
      const author = authors[index % authors.length];
      const opinions = [count, stars(count), award(prizes)];
      return [`${title} (${form})`, subject, author, priceNear(dearest), between(10, 60), ...opinions, ...ages];
    }),
  );
}

/** One row per size of a piece: opinions are of the piece, stock is of the size. */
function wardrobeRows() {
  const { kinds, labels, sizes } = read('pieces.yaml');
  let pieces = 0;
  return kinds.flatMap(({ category, dearest, pieces: titles }) =>
    titles.flatMap((title) => {
      const style = numbered('STYLE', ++pieces);
      const count = reviews();
      const label = labels[between(0, labels.length - 1)];
      const [price, mean] = [priceNear(dearest), stars(count)];
      return sizes.map((size) => [title, category, label, price, between(6, 40), count, mean, style, size]);
    }),
  );
}

function write(file, prefix, header, rows) {
  const lines = [header, ...rows.map((row, index) => [numbered(prefix, index + 1), ...row])];
  const quoted = (cell) => (/[",]/.test(String(cell)) ? `"${String(cell).replaceAll('"', '""')}"` : String(cell));
  writeFileSync(join(import.meta.dirname, file), lines.map((cells) => `${cells.map(quoted).join(',')}\n`).join(''));
  process.stdout.write(`${file}: ${rows.length} items\n`);
}

const toyHeader =
  'sku,name,category_path,manufacturer,price_gbp,stock,review_count,question_count,rating,awards,age_min,age_max';
write('stem-toys.csv', 'TOY', toyHeader.split(','), toyRows());
write(
  'coffee-club.csv',
  'COF',
  'article,coffee,origin,roaster,price_eur,bags,ratings,stars,awards'.split(','),
  coffeeRows(),
);
const bookHeader = 'isn,title,subject,author,price_usd,copies,reviews,average,prizes,reading_age_from,reading_age_to';
write('book-box.csv', 'BOOK', bookHeader.split(','), bookRows());
write(
  'wardrobe.csv',
  'WEAR',
  'sku,piece,category,label,price_usd,units,reviews,stars,style,size'.split(','),
  wardrobeRows(),
);
