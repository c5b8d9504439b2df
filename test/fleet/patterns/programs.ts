/*
 * What runs in the lab, as text for `node -e`: programs without a module, so that the agent's image, which has Node and
 * nothing else, can run them too. Each takes its settings from the environment.
 */

/** Answers a datagram by as many bytes as its first four say, in packets of 1,200; of a flood, that is none. */
export const SERVER = `
const server = require('dgram').createSocket('udp4');
server.on('message', (message, { port, address }) => {
  for (let left = message.readUInt32BE(0); left > 0; left -= 1200) server.send(Buffer.alloc(Math.min(left, 1200)), port, address);
});
server.bind(Number(process.env.PORT));
setInterval(() => undefined, 1000);
`;

/** Users: ask each of SERVERS (\`address:port\`, by commas) some twenty times a second, at times and of sizes that vary. Takes on SINK what is sent. */
export const USERS = `
const socket = require('dgram').createSocket('udp4');
socket.on('message', () => undefined);
require('net').createServer((connection) => connection.resume().on('error', () => undefined)).listen(Number(process.env.SINK));
for (const server of process.env.SERVERS.split(',')) {
  const [address, port] = server.split(':');
  const ask = () => {
    const question = Buffer.alloc(100 + Math.floor(300 * Math.random()));
    question.writeUInt32BE(400 + Math.floor(1600 * Math.random()));
    socket.send(question, Number(port), address);
    setTimeout(ask, -50 * Math.log(1 - Math.random()));
  };
  ask();
}
`;

/** Does something so many times a second for so many seconds, however late its timer is; then ends. */
const PACED = `
const paced = (perSecond, seconds, act, end) => {
  const begun = Date.now();
  let done = 0;
  const timer = setInterval(() => {
    const passed = (Date.now() - begun) / 1000;
    for (; done < perSecond * Math.min(passed, seconds); done++) act(done);
    if (passed < seconds) return;
    clearInterval(timer);
    end();
  }, 10);
};
`;

/** A job: sends BYTES_PER_SECOND to TO (\`address:port\`) by TCP for SECONDS. */
export const JOB = `${PACED}
const [host, port] = process.env.TO.split(':');
const socket = require('net').connect({ host, port: Number(port) }, () => {
  const piece = Buffer.alloc(Number(process.env.BYTES_PER_SECOND) / 50);
  paced(50, Number(process.env.SECONDS), () => socket.write(piece), () => socket.end());
});
`;

/** A flood: 3,000 datagrams of 64 bytes a second to TO for SECONDS. */
export const FLOOD = `${PACED}
const [address, port] = process.env.TO.split(':');
const socket = require('dgram').createSocket('udp4');
paced(3000, Number(process.env.SECONDS), () => socket.send(Buffer.alloc(64), Number(port), address), () => process.exit());
`;

/** A scan: opens 300 connections a second for SECONDS, each to another port of another peer, none of which answers. */
export const SCAN = `${PACED}
const { connect } = require('net');
const probe = (number) => {
  const connection = connect({ host: '198.18.' + (number % 4) + '.' + (number % 250 + 1), port: 1 + number % 60000 });
  connection.on('error', () => undefined);
  setTimeout(() => connection.destroy(), 500);
};
paced(300, Number(process.env.SECONDS), probe, () => process.exit());
`;
