// Loaded before the Portkey gateway, which has no setting for it: listen on loopback only.
const net = require('node:net');
const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (where, ...rest) {
  const options = typeof where === 'object' ? where : { port: Number(where) };
  const callbacks = rest.filter((value) => typeof value === 'function');
  return listen.call(this, { ...options, host: '127.0.0.1' }, ...callbacks);
};
