// The same for Node.js, which loads this file first: no socket is ever connected.
const net = require("net");
net.Socket.prototype.connect = () => { throw new Error("no network for readers"); };
