import { parseLocation } from '#lake/store/location';

test.each([
  ['/srv/warehouse/', { kind: 'directory', path: '/srv/warehouse' }],
  ['file:///srv/ware%20house', { kind: 'directory', path: '/srv/ware house' }],
  ['s3://bucket', { kind: 's3', bucket: 'bucket', prefix: '' }],
  ['s3://bucket/a/b/', { kind: 's3', bucket: 'bucket', prefix: 'a/b/' }],
])('%s is a place for the warehouse', (text, location) => {
  expect(parseLocation(text)).toEqual(location);
});

test.each(['', 'warehouse', './warehouse', 'http://host/x', 's3://', 's3:///x', 's3://key@bucket/x', 'file://host/x'])(
  '%p is none',
  (text) => {
    expect(parseLocation(text)).toBeUndefined();
  },
);
