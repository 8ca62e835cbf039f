// A mail server for the tests: keeps every mail that it takes as a file, asks who sends, and refuses addresses that begin with "nobody".
// Usage: node server.js PORT FOLDER USER PASSWORD
const fs = require('fs');
const path = require('path');
const { SMTPServer } = require('smtp-server');

const [port, folder, user, password] = process.argv.slice(2);
let count = 0;
const server = new SMTPServer({
  disabledCommands: ['STARTTLS'],
  allowInsecureAuth: true,
  onAuth(auth, session, done) {
    const known = auth.username === user && auth.password === password;
    done(known ? null : new Error('Unknown sender'), { user: auth.username });
  },
  onRcptTo(address, session, done) {
    const refused = address.address.startsWith('nobody');
    done(refused ? Object.assign(new Error('No such mailbox'), { responseCode: 550 }) : null);
  },
  onData(stream, session, done) {
    const pieces = [];
    stream.on('data', piece => pieces.push(piece));
    stream.on('end', () => {
      count += 1;
      const file = path.join(folder, `${String(count).padStart(4, '0')}.eml`);
      fs.writeFileSync(`${file}.part`, Buffer.concat(pieces));
      fs.renameSync(`${file}.part`, file);
      done(null);
    });
  },
});
server.listen(Number(port), '127.0.0.1', () => console.log('listens'));
