import swc from '@swc/jest';

// Jest tries to load each graph of modules at once, and where one of them waits while it is loaded (libxml2-wasm does) compiles the
// whole graph for nothing, once for each module on the way to it: four times the work. A transformer without `process` makes it take
// them one by one from the first.
export default {
  createTransformer: (options) => {
    const { process: _atOnce, ...oneByOne } = swc.createTransformer(options);
    return oneByOne;
  },
};
