import { text } from 'node:stream/consumers';
import { hashPassword } from '@lcm/control-plane-api/auth/passwords';

// For `users.json` of the embedded identity provider: the password comes in on standard input, so no shell remembers it.
const password = (await text(process.stdin)).replace(/\r?\n$/, '');
if (password.length < 8) throw new Error('A password has at least 8 characters.');
process.stdout.write(`${await hashPassword(password)}\n`);
