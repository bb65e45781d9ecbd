/** The two calls that mind-ar's compiler makes, for a picture that is already an array of RGBA pixels. */
exports.createCanvas = () => {
  let drawn = null;
  return {
    getContext: () => ({
      drawImage: (picture) => (drawn = picture),
      getImageData: () => ({ data: drawn.pixels }),
    }),
  };
};
