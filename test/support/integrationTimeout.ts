// Real servers on a loaded machine: long enough never to fail a test that would pass, short enough to end a hung one.
jest.setTimeout(120_000);
