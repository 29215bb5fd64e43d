import { expect, test } from 'vitest'
import { CannotStart } from './cannot-start.ts'
import { readConfig } from './config.ts'

test('an empty environment is enough', () => {
  expect(readConfig({})).toMatchObject({
    databaseUrl: undefined,
    port: 8080,
    host: '127.0.0.1',
    publicUrl: 'http://127.0.0.1:8080',
    demonstration: 'rush-it',
    demonstrationAsked: false,
    sms: 'pretend',
    log: 'info',
  })
})

test('a server that somebody names is not filled unasked', () => {
  const DATABASE_URL = 'postgresql://chamka@db.example/chamka'
  expect(readConfig({ DATABASE_URL })).toMatchObject({ demonstration: 'none', databaseUrl: DATABASE_URL })
  expect(readConfig({ DATABASE_URL, CHAMKA_DEMO: 'rush-it' })).toMatchObject({
    demonstration: 'rush-it',
    demonstrationAsked: true,
  })
})

test('an empty value is as good as none', () => {
  expect(readConfig({ DATABASE_URL: '', PORT: '', PUBLIC_URL: '' })).toEqual(readConfig({}))
})

test('the public address follows host and port unless it is given', () => {
  expect(readConfig({ HOST: '0.0.0.0', PORT: '9000' }).publicUrl).toBe('http://localhost:9000')
  expect(readConfig({ HOST: '::1' }).publicUrl).toBe('http://[::1]:8080')
  expect(readConfig({ PUBLIC_URL: 'https://chamka.example/' }).publicUrl).toBe('https://chamka.example')
})

test('with both files of a certificate the address is a secure one; one alone is a mistake', () => {
  expect(readConfig({ TLS_CERTIFICATE: 'a.pem', TLS_KEY: 'b.pem' })).toMatchObject({
    publicUrl: 'https://127.0.0.1:8080',
    tls: { certificate: 'a.pem', key: 'b.pem' },
  })
  expect(() => readConfig({ TLS_KEY: 'b.pem' })).toThrow('TLS_KEY and TLS_CERTIFICATE belong together')
})

test.each([
  [{ PORT: 'many' }, 'The settings do not fit: PORT must be a number from 1 to 65535.'],
  [{ PORT: '70000' }, 'The settings do not fit: PORT must be a number from 1 to 65535.'],
  [{ CHAMKA_DEMO: 'yes' }, 'The settings do not fit: CHAMKA_DEMO must be rush-it or none.'],
  [{ DATABASE_URL: 'mysql://db' }, 'The settings do not fit: DATABASE_URL must begin with postgresql://.'],
  [{ PUBLIC_URL: 'chamka.example' }, 'PUBLIC_URL must be a whole address such as https://chamka.example.'],
  [{ PORT: '0', SMS: 'pigeon' }, 'PORT must be a number from 1 to 65535; SMS must be pretend.'],
  [{ CHAMKA_DEM: 'none' }, 'There is no setting CHAMKA_DEM; the settings are DATABASE_URL, PORT, HOST'],
])('half a configuration does not start: %j', (environment, sentence) => {
  expect(() => readConfig(environment)).toThrow(CannotStart)
  expect(() => readConfig(environment)).toThrow(sentence)
})
