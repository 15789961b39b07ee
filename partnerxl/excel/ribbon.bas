Option Explicit
' The buttons of the tab Partnership. Made by "partnerxl addin install"; what is changed here is lost.

Private Const PXL_TITLE As String = "partnerxl"
Private functionsDescribed As Boolean

'{callbacks}
' True when there is a workbook that Python can work with; otherwise says what to do.
Private Function PxlReady() As Boolean
    If ActiveWorkbook Is Nothing Then
        MsgBox PxlNoWorkbook, vbInformation, PXL_TITLE
        Exit Function
    End If
    #If Mac Then
        ' xlwings hands the name to a shell, which would act on these.
        If ActiveWorkbook.Name Like "*[$`""\|]*" Then
            MsgBox "Save this workbook under a name without $ ` "" \ | and try again.", vbInformation, PXL_TITLE
            Exit Function
        End If
    #End If
    PxlReady = True
End Function

Private Function PxlNoWorkbook() As String
    PxlNoWorkbook = "Open your partnership workbook first, then try again. New workbook on this tab makes one."
    #If Mac Then
    #Else
        If Application.ProtectedViewWindows.Count > 0 Then
            PxlNoWorkbook = "This workbook is open in Protected View. Choose Enable Editing in the yellow bar, then try again."
        End If
    #End If
End Function

Private Sub PxlBegin(busy As String)
    Application.StatusBar = busy
    Application.Cursor = xlWait
    ' Not at the start of Excel: security software distrusts macros that run by themselves.
    If Not functionsDescribed Then PxlDescribeFunctions
    functionsDescribed = True
End Sub

Private Sub PxlEnd()
    Application.StatusBar = False
    Application.Cursor = xlDefault
End Sub

' On Windows Python has finished by now. On a Mac it begins when this macro ends, and puts the status bar back itself.
Private Sub PxlLeaveToPython(busy As String)
    PxlEnd
    #If Mac Then
        Application.StatusBar = busy
    #End If
End Sub

Private Sub PxlFail(number As Long, description As String)
    Dim why As String
    PxlEnd
    Select Case number
        Case 70
            why = "Windows did not let Excel start Python. Show this to IT: the security rule ""Block all Office applications from creating child processes"" stops partnerxl; the IT guide of partnerxl says how to allow it."
        Case 48, 53, 76
            why = "A file of partnerxl is missing. Type ""partnerxl addin install"" in a terminal, then try again."
        Case Else
            why = "Type ""partnerxl addin status"" in a terminal; it says what is wrong."
    End Select
    MsgBox "partnerxl could not start and nothing was changed." & vbCrLf & vbCrLf & why & vbCrLf & vbCrLf & "(" & number & ": " & description & ")", vbExclamation, PXL_TITLE
End Sub

Private Sub PxlShowGuide()
    ThisWorkbook.FollowHyperlink CStr(GetConfig("PARTNERXL GUIDE"))
End Sub

Private Sub PxlShowLog()
    If FileExists(CStr(GetConfig("PARTNERXL LOG"))) Then
        ThisWorkbook.FollowHyperlink CStr(GetConfig("PARTNERXL LOG"))
    Else
        MsgBox "The log is empty: nothing has gone wrong so far.", vbInformation, PXL_TITLE
    End If
End Sub

Private Sub PxlAddWorkbook()
    Workbooks.Add CStr(GetConfig("PARTNERXL WORKBOOK"))
End Sub

Private Sub PxlShowAbout()
    Dim python As String
    #If Mac Then
        python = GetConfig("INTERPRETER_MAC")
    #Else
        python = GetConfig("INTERPRETER_WIN")
    #End If
    MsgBox "partnerxl " & GetConfig("PARTNERXL VERSION") & ", with xlwings " & XLWINGS_VERSION & vbCrLf & vbCrLf & "It starts " & python & vbCrLf & vbCrLf & "Nothing is sent anywhere.", vbInformation, PXL_TITLE
End Sub
