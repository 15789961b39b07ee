-- Makes one draft in Mail. What it holds comes as arguments and is never read as script:
-- the subject, the text, then pairs of a word (to, cc, file) and an address or a path.
on run argv
	set theDraft to missing value
	tell application "Mail"
		set theDraft to make new outgoing message with properties {subject:(item 1 of argv), content:(item 2 of argv), visible:false}
		repeat with at from 3 to (count of argv) by 2
			set theWord to item at of argv
			set theValue to item (at + 1) of argv
			tell theDraft
				if theWord is "to" then
					make new to recipient at end of to recipients with properties {address:theValue}
				else if theWord is "cc" then
					make new cc recipient at end of cc recipients with properties {address:theValue}
				else if theWord is "file" then
					make new attachment with properties {file name:(POSIX file theValue)} at after the last paragraph of content
				end if
			end tell
		end repeat
		delay 1 -- Mail reads attachments after it was told of them
		save theDraft
	end tell
end run
