import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { signWebhook, verifyWebhook } from '#facade/webhooks/signature';

const secret = 'a secret of the tests';
const at = 1_750_000_000;
const body = '{"eventId":"TN1-1","status":"delivered"}';
const header = signWebhook(secret, body, at);
const digest = header.slice(header.indexOf('v1=') + 3);

test('the header is a timestamp and the HMAC of timestamp, dot and body', () => {
  expect(header).toBe(`t=${at},v1=${createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')}`);
});

test('what was signed is verified, as text and as the bytes that were received', () => {
  expect(verifyWebhook(secret, header, body, at)).toBe(true);
  expect(verifyWebhook(secret, header, Buffer.from(body), at)).toBe(true);
});

test('any body is verified, and no other one', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (signed, received) => {
      expect(verifyWebhook(secret, signWebhook(secret, signed, at), received, at)).toBe(signed === received);
    }),
  );
});

test.each([
  ['a tampered body', header, body.replace('delivered', 'returned'), secret],
  ['another secret', header, body, 'another secret'],
  ['another timestamp', header.replace(`t=${at}`, `t=${at + 1}`), body, secret],
  ['a changed digest', header.replace(/.$/, (last) => (last === '0' ? '1' : '0')), body, secret],
])('%s is refused', (_name, given, received, key) => {
  expect(verifyWebhook(key, given, received, at)).toBe(false);
});

test.each([
  [at + 300, true],
  [at - 300, true],
  [at + 301, false],
  [at - 301, false],
])('a signature of %i seconds is taken within 300 seconds of its time', (now, taken) => {
  expect(verifyWebhook(secret, header, body, now)).toBe(taken);
});

test('the tolerance can be set', () => {
  expect(verifyWebhook(secret, header, body, at + 11, 10)).toBe(false);
  expect(verifyWebhook(secret, header, body, at + 301, 600)).toBe(true);
});

test.each([
  ['missing', undefined],
  ['empty', ''],
  ['without a digest', `t=${at}`],
  ['without a timestamp', `v1=${digest}`],
  ['with two timestamps', `t=${at},t=${at + 1},v1=${digest}`],
  ['with a timestamp that is no number', `t=now,v1=${digest}`],
  ['with an empty timestamp', `t=,v1=${digest}`],
  ['with a negative timestamp', `t=-1,v1=${digest}`],
  ['with a digest cut short', `t=${at},v1=${digest.slice(0, 62)}`],
  ['with a digest that is no hex', `t=${at},v1=${'z'.repeat(64)}`],
  ['with another scheme only', `t=${at},v0=${digest}`],
  ['of nonsense', ',,=,;'],
])('a header %s is refused', (_name, given) => {
  expect(verifyWebhook(secret, given, body, at)).toBe(false);
});

test('no header at all makes it throw', () => {
  fc.assert(fc.property(fc.string(), (given) => !verifyWebhook(secret, given, body, at)));
});

test('of several digests one has to fit, wherever it stands, and unknown parts are ignored', () => {
  const wrong = '0'.repeat(64);
  expect(verifyWebhook(secret, `t=${at},v1=${wrong},v1=${digest}`, body, at)).toBe(true);
  expect(verifyWebhook(secret, `t=${at}, v1=${digest}, v1=${wrong}, v2=new`, body, at)).toBe(true);
  expect(verifyWebhook(secret, `t=${at},v1=${wrong},v1=${wrong}`, body, at)).toBe(false);
});
