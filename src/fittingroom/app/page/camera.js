// The camera: on only while its stage is open, one still picture at a time, never recorded.

export function camera(video, { says, ready }) {
  let stream = null;

  async function open() {
    ready(false);
    if (!navigator.mediaDevices?.getUserMedia) {
      says("This browser gives its camera to pages from this machine or over https alone. Take a photo with the camera's own program and choose it under Photo.");
      return;
    }
    says("Asking for the camera …");
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: 1280 } }, audio: false });
    } catch (error) {
      says(error.name === "NotFoundError" ? "No camera was found. Choose a photo instead." : "The camera was not given. Allow it in the browser, or choose a photo instead.");
      return;
    }
    video.srcObject = stream;
    await video.play();
    says("");
    ready(true);
  }
  function close() {
    stream?.getTracks().forEach(track => track.stop());
    stream = null;
    video.srcObject = null;
    ready(false);
  }
  function shoot() {
    const still = document.createElement("canvas");
    still.width = video.videoWidth;
    still.height = video.videoHeight;
    still.getContext("2d").drawImage(video, 0, 0);
    return new Promise(done => still.toBlob(done, "image/jpeg", 0.95));
  }
  return { open, close, shoot };
}
