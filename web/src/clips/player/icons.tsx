import { Icon } from "../../ui/icons";

export const PlayIcon = () => (
  <Icon>
    <path d="M7.5 5v14l11-7Z" fill="currentColor" />
  </Icon>
);

export const PauseIcon = () => (
  <Icon>
    <path d="M8.5 5.5v13M15.5 5.5v13" strokeWidth="3.5" />
  </Icon>
);

export const ReplayIcon = () => (
  <Icon>
    <path d="M4.5 12a7.5 7.5 0 1 0 2.4-5.5L4.5 8.7M4.5 4v4.7h4.7" />
  </Icon>
);

export const FrameBackIcon = () => (
  <Icon>
    <path d="M13.5 6.5v11L6 12ZM18 6v12" />
  </Icon>
);

export const FrameForwardIcon = () => (
  <Icon>
    <path d="M10.5 6.5v11L18 12ZM6 6v12" />
  </Icon>
);

export const SoundIcon = () => (
  <Icon>
    <path d="M4 9.5v5h3.5L12 18.500V5.500L7.5 9.500ZM15.5 9a4.2 4.2 0 0 1 0 6M18 6.500a7.8 7.8 0 0 1 0 11" />
  </Icon>
);

export const SilenceIcon = () => (
  <Icon>
    <path d="M4 9.500v5h3.500L12 18.500V5.500L7.5 9.500ZM16 9.500l5 5M21 9.500l-5 5" />
  </Icon>
);

export const SettingsIcon = () => (
  <Icon>
    <path d="M4 7h9M18.5 7H20M4 17h1.500M11 17h9" />
    <circle cx="15.7" cy="7" r="2.5" />
    <circle cx="8.2" cy="17" r="2.5" />
  </Icon>
);

export const FullScreenIcon = () => (
  <Icon>
    <path d="M4.5 9V4.500H9M15 4.500h4.500V9M19.5 15v4.500H15M9 19.500H4.500V15" />
  </Icon>
);

export const LeaveFullScreenIcon = () => (
  <Icon>
    <path d="M9 4.500V9H4.500M19.5 9H15V4.500M15 19.500V15h4.500M4.5 15H9v4.5" />
  </Icon>
);

export const PictureInPictureIcon = () => (
  <Icon>
    <path d="M20.5 11V6.500a1.5 1.5 0 0 0-1.5-1.500H5A1.5 1.5 0 0 0 3.5 6.500v10A1.5 1.5 0 0 0 5 18h5" />
    <rect x="13" y="13.5" width="8" height="6" rx="1" fill="currentColor" />
  </Icon>
);

export const KeyboardIcon = () => (
  <Icon>
    <rect x="2.5" y="6" width="19" height="12" rx="2" />
    <path d="M6.5 10h.01M10 10h.01M13.5 10h.01M17 10h.01M8 14h8" />
  </Icon>
);
